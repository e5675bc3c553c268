using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace StreamBet.Tests.Support;

/// <summary>A real Redis on a port of the loopback address, which keeps nothing on the disk. It ends with the process that started it,
/// however that ends.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _port;
    private readonly string[] _settings;
    private Process? _process;

    private RedisServer(string[] settings)
    {
        // The port is free for the moment; Redis can't pick one itself.
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        _port = ((IPEndPoint)probe.LocalEndpoint).Port;
        _settings = settings;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    /// <summary>Its connection string.</summary>
    public string Connection => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <summary>Starts one.</summary>
    /// <param name="settings">Settings beside the default ones, such as "--requirepass", "secret".</param>
    public static async Task<RedisServer> StartAsync(params string[] settings)
    {
        var server = new RedisServer(settings);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it where it was before, with nothing in it.</summary>
    public async Task StartAgainAsync()
    {
        // It is told to end when its input does, which happens when this process is no more.
        const string Script = """
            unpacked=$1; shift
            if [ -x "$unpacked/usr/bin/redis-server" ]; then
              export LD_LIBRARY_PATH=$(ls -d "$unpacked"/usr/lib/*-linux-gnu* | head -n 1)
              PATH=$unpacked/usr/bin:$PATH
            fi
            redis-server "$@" >>"$PWD/log" 2>&1 &
            server=$!
            cat >/dev/null
            kill -KILL $server
            """;
        string[] command =
        [
            "-c", Script, "redis", Path.Combine(Repository.Root, "StreamBet.Tests/Support/Redis"), "--bind", "127.0.0.1",
            "--port", _port.ToString(CultureInfo.InvariantCulture), "--save", "", "--appendonly", "no", .. _settings,
        ];
        _process = Process.Start(new ProcessStartInfo("sh", command) { RedirectStandardInput = true, WorkingDirectory = _folder.Path })!;
        await Eventually.IsTrueAsync(
            () =>
            {
                using var client = new TcpClient();
                try
                {
                    client.Connect(IPAddress.Loopback, _port);
                    return true;
                }
                catch (SocketException)
                {
                    return false;
                }
            },
            "Redis listens");
    }

    /// <summary>Kills it; all that it held is lost.</summary>
    public void Kill()
    {
        _process!.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Runs a command.</summary>
    public async Task<RedisResult> RunAsync(string command, params object[] arguments)
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(Connection + ",allowAdmin=true");
        return await connection.GetDatabase().ExecuteAsync(command, arguments);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_process is not null)
            Kill();
        _folder.Dispose();
    }
}
