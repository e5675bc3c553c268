using StreamBet.Tests.Support;

namespace StreamBet.Tests.Host;

/// <summary>The keys of cookies in the data directory and in Redis.</summary>
public sealed class SharedKeysTests : IAsyncLifetime
{
    private ServersOnRedis _shared = null!;

    public async Task InitializeAsync() => _shared = await ServersOnRedis.MakeAsync();

    public Task DisposeAsync()
    {
        _shared.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Nobody_is_signed_out_by_turning_Redis_on_or_by_the_loss_of_either()
    {
        string cookie, name;
        using (var app = _shared.StartWithoutRedis())
        {
            using var page = new HttpRequestMessage(HttpMethod.Get, "/");
            page.Headers.Accept.ParseAdd("text/html");
            using var answer = await app.NewClient().SendAsync(page);
            cookie = answer.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith("streambet=", StringComparison.Ordinal)).Split(';')[0];
            name = await NameAsync(app, cookie);
        }

        using (var app = _shared.Start())
            (await NameAsync(app, cookie)).Should().Be(name, "Redis was turned on");

        Directory.Delete(Path.Combine(_shared.DataDirectory, "keys"), recursive: true);
        using (var app = _shared.Start())
            (await NameAsync(app, cookie)).Should().Be(name, "Redis had the key");

        await _shared.Redis.RunAsync("FLUSHALL");
        using (var app = _shared.Start())
            (await NameAsync(app, cookie)).Should().Be(name, "the data directory had got it back");

        ((long)await _shared.Redis.RunAsync("EVAL", "return #redis.call('LRANGE', redis.call('KEYS', '*:keys')[1], 0, -1)", "0")).Should().Be(1);
    }

    private static async Task<string> NameAsync(TestApp app, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me");
        request.Headers.Add("Cookie", cookie);
        return (await (await app.NewClient().SendAsync(request)).ReadAsync()).GetProperty("name").GetString()!;
    }
}
