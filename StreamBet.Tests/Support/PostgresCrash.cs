using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace StreamBet.Tests.Support;

/// <summary>A crash of a server on PostgreSQL: stands between the two and cuts the server off. PostgreSQL still does the chosen
/// statement, but nobody hears of it.</summary>
internal sealed class PostgresCrash : CrashPoint
{
    private const byte Sync = (byte)'S';
    private const byte Query = (byte)'Q';
    private const byte Ready = (byte)'Z';

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _gone = new();
    private readonly CancellationTokenSource _cut = new();
    private readonly List<Task> _talks = [];
    private readonly string _socket;
    private readonly Task _accepting;

    /// <summary>Begins to listen.</summary>
    /// <param name="database">The setting of a database that listens on a socket in a folder.</param>
    public PostgresCrash(string database)
    {
        var direct = new NpgsqlConnectionStringBuilder(database);
        _socket = Path.Combine(direct.Host!, ".s.PGSQL.5432");
        _listener.Start();
        (direct.Host, direct.Port, direct.SslMode) = ("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port, SslMode.Disable);
        Database = direct.ToString();
        _accepting = AcceptAsync();
    }

    public override string Database { get; }

    public override async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _cut.CancelAsync();
        await _accepting;
        _listener.Stop();
        Task[] talks;
        lock (_talks)
            talks = [.. _talks];
        await Task.WhenAll(talks);
        _gone.Dispose();
        _cut.Dispose();
        await base.DisposeAsync();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_gone.Token);
                if (HasCome)
                {
                    client.Dispose();
                    continue;
                }

                lock (_talks)
                    _talks.Add(TalkAsync(client));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // It is over.
        }
    }

    private async Task TalkAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await server.ConnectAsync(new UnixDomainSocketEndPoint(_socket));
        client.NoDelay = true;
        await using var up = new NetworkStream(server);
        await using var down = new NetworkStream(client, ownsSocket: true);
        var answered = new SemaphoreSlim(0);
        var answering = AnswerAsync(up, down, answered);
        try
        {
            // The first message has no kind.
            for (var kindBytes = 0; ; kindBytes = 1)
            {
                var message = await ReadAsync(down, kindBytes, _cut.Token);
                await up.WriteAsync(message);
                if (kindBytes == 0 || message[0] is not (Sync or Query))
                    continue;
                Pass();
                if (!HasCome)
                    continue;

                // Another connection may hold a lock that the statement waits for.
                await _cut.CancelAsync();
                await answered.WaitAsync(TimeSpan.FromSeconds(30));
                break;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // Either side has gone.
        }

        client.Close();
        server.Shutdown(SocketShutdown.Send);
        await answering;
    }

    // Reads to the end, since PostgreSQL ends a connection only when it has done everything.
    private async Task AnswerAsync(NetworkStream up, NetworkStream down, SemaphoreSlim answered)
    {
        try
        {
            while (true)
            {
                var message = await ReadAsync(up, 1, CancellationToken.None);
                if (!HasCome)
                    await PassAsync(down, message);
                else if (message[0] == Ready)
                    answered.Release();
            }
        }
        catch (IOException)
        {
            answered.Release();
        }
    }

    private static async Task PassAsync(NetworkStream down, byte[] message)
    {
        try
        {
            await down.WriteAsync(message);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }

    // A message: its kind, if it has one, and its length, which counts itself and what follows.
    private static async Task<byte[]> ReadAsync(NetworkStream from, int kindBytes, CancellationToken cancellationToken)
    {
        var head = new byte[kindBytes + 4];
        await from.ReadExactlyAsync(head, cancellationToken);
        var message = new byte[kindBytes + BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(kindBytes))];
        head.CopyTo(message, 0);
        await from.ReadExactlyAsync(message.AsMemory(head.Length), cancellationToken);
        return message;
    }
}
