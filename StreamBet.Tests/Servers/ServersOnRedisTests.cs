using System.Net;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Servers;

/// <summary>Real servers that tell each other over Redis what happens.</summary>
public sealed class ServersOnRedisTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly List<ServerProcess> _servers = [];
    private readonly List<HttpClient> _clients = [];
    private RedisServer _redis = null!;

    public async Task InitializeAsync()
    {
        var database = await (await PostgresServer.OfTestsAsync()).EmptyAsync();
        _redis = await RedisServer.StartAsync();
        _servers.AddRange(await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ServerProcess.StartApplicationAsync(
            _data.Path, "--StreamBet:Database", database, "--StreamBet:Redis", _redis.Connection))));
        _clients.AddRange(_servers.Select(server => server.NewClient()));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _clients.ForEach(client => client.Dispose());
        _servers.ForEach(server => server.Dispose());
        _redis.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task A_clip_sent_to_one_is_followed_on_the_others_and_ends_though_Redis_does()
    {
        using var response = await _clients[0].SendClipAsync(await RealClips.QuarterMinuteAsync(), isAsync: true);
        var location = (await response.ReadAsync(HttpStatusCode.Accepted)).GetProperty("location").GetString()!;
        foreach (var client in _clients)
            await SeveralServersTests.FollowAsync(client, location, data => SeveralServersTests.SamplesIn(data) >= 2);

        _redis.Kill();

        await Task.WhenAll(_clients.Select(client => Eventually.IsTrueAsync(
            async () => (await client.GetJsonAsync(location)).GetProperty("state").GetString() == "completed", "the clip is done")));
    }
}
