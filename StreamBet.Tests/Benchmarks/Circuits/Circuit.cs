using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace StreamBet.Tests.Benchmarks.Circuits;

/// <summary>A page open in a browser that draws nothing: it confirms what it is sent, and answers calls to scripts.</summary>
internal sealed partial class Circuit : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), PingEvery = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly TaskCompletionSource<string> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closing = new();
    private byte[] _buffer = new byte[4096];
    private byte[] _awaited = [];
    private TaskCompletionSource<long> _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Circuit()
    {
    }

    /// <summary>How many updates have come, and their size in bytes.</summary>
    public (int Count, long Bytes) Received { get; private set; }

    /// <summary>Opens a page, and its circuit.</summary>
    /// <param name="page">The page's address.</param>
    /// <param name="shows">Text that the page shows once it is ready.</param>
    public static async Task<Circuit> OpenAsync(HttpClient http, Uri page, string shows)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        request.Headers.Accept.ParseAdd("text/html");
        using var answer = (await http.SendAsync(request)).EnsureSuccessStatusCode();
        var html = await answer.Content.ReadAsStringAsync();
        var cookies = answer.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(cookie => cookie.Split(';')[0]) : [];

        var circuit = new Circuit();
        var ready = circuit.SeesAsync(shows);
        await circuit.StartAsync(page, html, string.Join("; ", cookies));
        return await ready is null ? throw new TimeoutException("The page did not become ready.") : circuit;
    }

    /// <summary>Waits for an update that contains a text.</summary>
    /// <returns>When it came; null if it did not come in time.</returns>
    public async Task<long?> SeesAsync(string text)
    {
        // As an update contains it, with its length in front: so that 1,234 is not seen in 11,234.
        var utf8 = Encoding.UTF8.GetBytes(text);
        _seen = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _awaited, [(byte)utf8.Length, .. utf8]);
        try
        {
            return await _seen.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closing.Cancel();
        _socket.Dispose();
        _sending.Dispose();
        _closing.Dispose();
    }

    private async Task StartAsync(Uri page, string html, string cookies)
    {
        var roots = Markers().Matches(html)
            .Select(match => JsonNode.Parse(match.Groups[1].Value)!)
            .Where(marker => (string?)marker["type"] == "server")
            .Select((marker, place) => new { type = "add", ssrComponentId = place + 1, marker });
        var state = AppState().Match(html).Groups[1].Value;
        var server = new Uri(page, "/");
        _socket.Options.SetRequestHeader("Origin", server.GetLeftPart(UriPartial.Authority));
        _socket.Options.SetRequestHeader("Cookie", cookies);
        _socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        await _socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/_blazor" }.Uri, _closing.Token);
        await _socket.SendAsync(
            """{"protocol":"blazorpack","version":1}"""u8.ToArray().Append((byte)0x1E).ToArray(), WebSocketMessageType.Text, true, _closing.Token);
        var hello = await _socket.ReceiveAsync(_buffer, _closing.Token);
        if (hello.Count != 3)
            throw new InvalidDataException($"The server answered {Encoding.UTF8.GetString(_buffer, 0, hello.Count)}");
        _ = Task.Run(ListenAsync);
        _ = Task.Run(PingAsync);

        await SendAsync(PackWriter.Call("1", "StartCircuit", server.ToString(), page.ToString(), "[]", state));
        await _started.Task.WaitAsync(Patience);
        await SendAsync(PackWriter.Call(
            null, "UpdateRootComponents", JsonSerializer.Serialize(new { batchId = 1, operations = roots }), state));
    }

    private async Task ListenAsync()
    {
        try
        {
            var (start, end) = (0, 0);
            while (true)
            {
                while (PackReader.Frame(_buffer.AsSpan(start, end - start)) is (var at, var length))
                {
                    if (Read(_buffer.AsSpan(start + at, length)) is { } answer)
                        await SendAsync(answer);
                    start += at + length;
                }

                _buffer.AsSpan(start, end - start).CopyTo(_buffer);
                (start, end) = (0, end - start);
                if (end == _buffer.Length)
                    Array.Resize(ref _buffer, 2 * _buffer.Length);
                var got = await _socket.ReceiveAsync(_buffer.AsMemory(end), _closing.Token);
                if (got.MessageType == WebSocketMessageType.Close)
                    throw new IOException("The server closed the circuit.");
                end += got.Count;
            }
        }
        catch (Exception exception)
        {
            _started.TrySetException(exception);
            _seen.TrySetException(exception);
        }
    }

    // What is to be answered; null if nothing is.
    private byte[]? Read(ReadOnlySpan<byte> message)
    {
        var reader = new PackReader(message);
        reader.Array();
        switch (reader.Number())
        {
            case 3:
                reader.Headers();
                reader.Bytes();
                reader.Number();
                _started.TrySetResult(reader.Text());
                return null;
            case 7:
                throw new IOException($"The server closed the circuit. {reader.Text()}");
            case 1:
                reader.Headers();
                reader.Bytes();
                var target = reader.Text();
                reader.Array();
                return target switch
                {
                    "JS.RenderBatch" => Draw(reader.Number(), reader.Bytes()),
                    "JS.BeginInvokeJS" => Run(ref reader),
                    "JS.Error" => throw new IOException($"The page broke. {reader.Text()}"),
                    _ => null,
                };
            default:
                return null;
        }
    }

    private byte[] Draw(long number, ReadOnlySpan<byte> update)
    {
        Received = (Received.Count + 1, Received.Bytes + update.Length);
        if (Volatile.Read(ref _awaited) is { Length: > 0 } awaited && update.IndexOf(awaited) >= 0)
        {
            Volatile.Write(ref _awaited, []);
            _seen.TrySetResult(Stopwatch.GetTimestamp());
        }

        return PackWriter.Call(null, "OnRenderCompleted", number, null);
    }

    // Every script loads, and the only one that is asked something is asked whether the browser is dark.
    private static byte[]? Run(ref PackReader call)
    {
        var (number, function) = (call.Number(), call.Text());
        call.Bytes();
        var isScript = call.Number() == 1;
        var result = isScript ? $$"""{"__jsObjectId":{{number}}}""" : function == "watch" ? "false" : "null";
        return number == 0 ? null : PackWriter.Call(null, "EndInvokeJSFromDotNet", number, true, $"[{number},true,{result}]");
    }

    private async Task PingAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(PingEvery);
            while (await timer.WaitForNextTickAsync(_closing.Token))
                await SendAsync(PackWriter.Ping());
        }
        catch (Exception gone) when (gone is OperationCanceledException or ObjectDisposedException or WebSocketException)
        {
            // Whoever waits for an update is told.
        }
    }

    private async Task SendAsync(byte[] message)
    {
        await _sending.WaitAsync(_closing.Token);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, true, _closing.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->", RegexOptions.Singleline)]
    private static partial Regex Markers();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex AppState();
}
