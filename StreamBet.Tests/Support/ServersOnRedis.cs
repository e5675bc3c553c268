namespace StreamBet.Tests.Support;

/// <summary>What servers share that run in this process: a data directory, a database of PostgreSQL and a Redis.</summary>
internal sealed class ServersOnRedis : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly string _database;

    private ServersOnRedis(string database, RedisServer redis) => (_database, Redis) = (database, redis);

    /// <summary>The data directory.</summary>
    public string DataDirectory => _data.Path;

    /// <summary>The Redis.</summary>
    public RedisServer Redis { get; }

    /// <summary>Makes them; no server runs yet.</summary>
    public static async Task<ServersOnRedis> MakeAsync() =>
        new(await (await PostgresServer.OfTestsAsync()).EmptyAsync(), await RedisServer.StartAsync());

    /// <summary>Starts a server.</summary>
    public TestApp Start(params (string Key, string Value)[] settings) => StartWithoutRedis([("StreamBet:Redis", Redis.Connection), .. settings]);

    /// <summary>Starts a server that has not heard of Redis.</summary>
    public TestApp StartWithoutRedis(params (string Key, string Value)[] settings) =>
        TestApp.StartOn(_data.Path, null, [("StreamBet:Database", _database), .. settings]);

    /// <inheritdoc/>
    public void Dispose()
    {
        Redis.Dispose();
        _data.Dispose();
    }
}
