using System.Net;
using System.Net.Sockets;

namespace StreamBet.Tests.Support;

/// <summary>Several servers on one PostgreSQL database and one data directory, behind nginx.</summary>
internal sealed class ServerGroup : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly string[] _settings;
    private readonly Uri[] _addresses;
    private readonly ServerProcess[] _servers;
    private Nginx? _nginx;

    private ServerGroup(int count, string database, string[] settings)
    {
        Database = database;
        _settings = ["--StreamBet:Database", database, .. settings];
        _addresses = FreeAddresses(count);
        _servers = new ServerProcess[count];
    }

    /// <summary>The database's connection string.</summary>
    public string Database { get; }

    /// <summary>Where nginx listens.</summary>
    public Uri Address => _nginx!.Address;

    /// <summary>The servers.</summary>
    public IReadOnlyList<ServerProcess> Servers => _servers;

    /// <summary>The clips that are kept.</summary>
    public string[] Clips => Directory.GetFiles(Path.Combine(_data.Path, "clips"));

    /// <summary>Starts them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="settings">Settings of each as command-line arguments.</param>
    public static async Task<ServerGroup> StartAsync(int count, params string[] settings)
    {
        var group = new ServerGroup(count, await (await PostgresServer.OfTestsAsync()).EmptyAsync(), settings);
        await Task.WhenAll(Enumerable.Range(0, count).Select(group.StartAsync));
        group._nginx = await Nginx.StartBalancedAsync(group._addresses);
        return group;
    }

    /// <summary>A client through nginx.</summary>
    /// <param name="key">Its API key; the machine's if null.</param>
    public HttpClient NewClient(string? key = null)
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key ?? LocalKeyFile.Read(_data.Path));
        return client;
    }

    /// <summary>Starts a server anew, where it was.</summary>
    public async Task StartAsync(int index) => _servers[index] = await ServerProcess.StartApplicationAsync(
        _data.Path, ["--urls", _addresses[index].GetLeftPart(UriPartial.Authority), .. _settings]);

    /// <inheritdoc/>
    public void Dispose()
    {
        _nginx?.Dispose();
        foreach (var server in _servers)
            server?.Dispose();
        _data.Dispose();
    }

    // Free for the moment: nginx has to know them, and a server that starts anew listens where it did.
    private static Uri[] FreeAddresses(int count)
    {
        var probes = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        probes.ForEach(probe => probe.Start());
        Uri[] addresses = [.. probes.Select(probe => new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}"))];
        probes.ForEach(probe => probe.Stop());
        return addresses;
    }
}
