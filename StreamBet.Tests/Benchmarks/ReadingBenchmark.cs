using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks;

/// <summary>GET /api/bets with 100 markets, whole and as 304, by 16 connections that each send the next request when the answer
/// has come; against a bare server that answers the same bytes from memory.</summary>
internal static class ReadingBenchmark
{
    private const int Markets = 100, Connections = 16;

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(3), Measuring = TimeSpan.FromSeconds(10);

    public static async Task RunAsync()
    {
        using var folder = new TemporaryFolder();
        using var server = await ServerProcess.StartApplicationAsync(
            folder.Path, "--StreamBet:Limits:ReadsPerMinute", "1000000"); // More than it asks for, as if there were no limit.
        using var client = server.NewClient();
        for (var market = 0; market < Markets; market++)
            await client.OpenMarketAsync();
        using var answer = await client.GetAsync("/api/bets?count=100");
        var (page, tag) = (await answer.Content.ReadAsByteArrayAsync(), answer.Headers.ETag!);
        await File.WriteAllBytesAsync(folder.File("page.json"), page);

        using var bare = await ServerProcess.StartBareAsync(folder.Path);
        await MeasureAsync(bare.Address, "/page.json", null, Warming);
        await MeasureAsync(server.Address, "/api/bets?count=100", null, Warming);
        var floor = await MeasureAsync(bare.Address, "/page.json", null, Measuring);
        var whole = await MeasureAsync(server.Address, "/api/bets?count=100", null, Measuring);
        var unchanged = await MeasureAsync(server.Address, "/api/bets?count=100", tag, Measuring);

        Print($"{Markets} markets, {page.Length / 1024} kB: {whole.PerSecond:0} reads a second (wanted 3000), 99 of 100 within {whole.P99:0.0} ms (wanted 50)");
        Print($"304s:                     {unchanged.PerSecond:0} a second (wanted 6000), 99 of 100 within {unchanged.P99:0.0} ms");
        Print($"bare server, same bytes:  {floor.PerSecond:0} a second, 99 of 100 within {floor.P99:0.0} ms; ratio {whole.PerSecond / floor.PerSecond:0.00}");
    }

    private static async Task<(double PerSecond, double P99)> MeasureAsync(Uri address, string path, EntityTagHeaderValue? tag, TimeSpan time)
    {
        var request = Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\n{(tag is null ? "" : $"If-None-Match: {tag}\r\n")}\r\n");
        var watch = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(() => Ask(address, request, watch, time))));
        var all = times.SelectMany(some => some).Order().ToList();
        return (all.Count / watch.Elapsed.TotalSeconds, all[all.Count * 99 / 100]);
    }

    // Plain sockets: the generator shares two cores with what it measures.
    private static List<double> Ask(Uri address, byte[] request, Stopwatch watch, TimeSpan time)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, address.Port);
        var buffer = new byte[64 * 1024];
        var times = new List<double>();
        while (watch.Elapsed < time)
        {
            var sent = Stopwatch.GetTimestamp();
            socket.Send(request);
            ReadAnswer(socket, buffer);
            times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
        }

        return times;
    }

    private static void ReadAnswer(Socket socket, byte[] buffer)
    {
        var (read, end) = (0, -1);
        while (end < 0)
        {
            var more = socket.Receive(buffer, read, buffer.Length - read, SocketFlags.None);
            if (more == 0)
                throw new IOException("The server closed the connection.");
            read += more;
            end = buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8);
        }

        var head = Encoding.ASCII.GetString(buffer, 0, end);
        if (!head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) && !head.StartsWith("HTTP/1.1 304", StringComparison.Ordinal))
            throw new IOException(head);
        const string Length = "Content-Length: ";
        var at = head.IndexOf(Length, StringComparison.OrdinalIgnoreCase);
        var isWhole = head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        var left = isWhole ? int.Parse(head[(at + Length.Length)..].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture) - (read - end - 4) : 0;
        while (left > 0)
        {
            var more = socket.Receive(buffer);
            left -= more > 0 ? more : throw new IOException("The server closed the connection.");
        }
    }

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
