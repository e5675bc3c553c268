using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace StreamBet.Tests.Support;

/// <summary>A network between browser and server that a test can cut, slow down or redirect to another
/// server.</summary>
internal sealed class CutProxy : IAsyncDisposable
{
    private const int BlockBytes = 16 * 1024;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource _flow = Flowing();
    private volatile int _target;
    private volatile bool _isCut;
    private long _sentBytes;
    private long _stopAfter = long.MaxValue;

    /// <summary>Starts forwarding to a server.</summary>
    public CutProxy(Uri server)
    {
        _target = server.Port;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>The address for browsers.</summary>
    public Uri Address { get; }

    /// <summary>The number of bytes that browsers have sent so far.</summary>
    public long SentBytes => Interlocked.Read(ref _sentBytes);

    /// <summary>Forwards new connections to another server.</summary>
    public void LeadTo(Uri server) => _target = server.Port;

    /// <summary>Lets the given number of further bytes from browsers through and holds the rest.</summary>
    public void HoldAfter(long bytes)
    {
        _flow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _stopAfter, SentBytes + bytes);
    }

    /// <summary>Stops holding bytes back.</summary>
    public void Release()
    {
        Interlocked.Exchange(ref _stopAfter, long.MaxValue);
        _flow.TrySetResult();
    }

    /// <summary>Breaks every connection and refuses new ones.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var socket in _open.Keys)
            Reset(socket);
    }

    /// <summary>Accepts new connections again.</summary>
    public void Mend()
    {
        Release();
        _isCut = false;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Cut();
        Release();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private static TaskCompletionSource Flowing()
    {
        var flow = new TaskCompletionSource();
        flow.SetResult();
        return flow;
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            Socket browser;
            try
            {
                browser = await _listener.AcceptAsync(_end.Token);
            }
            catch (Exception exception) when (IsOver(exception))
            {
                return;
            }

            if (_isCut)
                Reset(browser);
            else
                _ = ForwardAsync(browser);
        }
    }

    private async Task ForwardAsync(Socket browser)
    {
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        browser.NoDelay = true;
        _open[browser] = true;
        _open[server] = true;
        try
        {
            await server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _target), _end.Token);
            await Task.WhenAny(PumpAsync(browser, server, isUp: true), PumpAsync(server, browser, isUp: false));
        }
        catch (Exception exception) when (IsOver(exception))
        {
            // The proxy was cut, or one side has closed; the reset tells the other side.
        }
        finally
        {
            _open.TryRemove(browser, out _);
            _open.TryRemove(server, out _);
            Reset(browser);
            Reset(server);
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool isUp)
    {
        var buffer = new byte[BlockBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is var read and > 0)
            {
                if (isUp && Interlocked.Add(ref _sentBytes, read) > Interlocked.Read(ref _stopAfter))
                    await _flow.Task.WaitAsync(_end.Token);
                await to.SendAsync(buffer.AsMemory(0, read), _end.Token);
            }
        }
        catch (Exception exception) when (IsOver(exception))
        {
            // The other direction ends with this one.
        }
    }

    private static bool IsOver(Exception exception) =>
        exception is SocketException or OperationCanceledException or ObjectDisposedException;

    // Closing without lingering sends a reset: both sides fail at once, as when a router reports a pulled cable.
    private static void Reset(Socket socket) => socket.Close(timeout: 0);
}
