using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using StreamBet.Core.Redis;
using StreamBet.Core.Servers;
using StreamBet.Tests.Support;
using StreamBet.Web.Host;

namespace StreamBet.Tests.Host;

/// <summary>A whole server with Redis.</summary>
public sealed class RedisTests : IDisposable
{
    private const string SomeDatabase = "Host=db;Database=streambet";

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("redis:6379,nonsense=1,password=sesame", SomeDatabase, "must be a connection string")]
    [InlineData("password=sesame", SomeDatabase, "must be a connection string")]
    [InlineData("redis:6379,password=sesame", "sqlite", "share a PostgreSQL database")]
    public void A_wrong_setting_is_told_without_the_password(string redis, string database, string what)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["StreamBet:DataDirectory"] = _data.Path;
        builder.Configuration["StreamBet:Database"] = database;
        builder.Configuration["StreamBet:Redis"] = redis;

        var reading = () => builder.AddSettings();

        reading.Should().Throw<OptionsValidationException>()
            .Which.Failures.Should().ContainSingle().Which.Should().Contain("StreamBet:Redis").And.Contain(what).And.NotContain("sesame");
    }

    [Fact]
    public async Task One_that_cannot_be_used_is_told_without_the_password()
    {
        using var locked = await RedisServer.StartAsync("--requirepass", "another");
        using var replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", "1");
        foreach (var (where, what) in new[]
        {
            ("127.0.0.1:1", "127.0.0.1:1 cannot be reached"), (locked.Connection, "refuses the user or the password"),
            (replica.Connection, "takes no writes"),
        })
        {
            using var connection = new RedisConnection(
                where + ",password=sesame", new ThisServer(), TimeProvider.System, NullLogger<RedisConnection>.Instance);

            (await connection.Awaiting(one => one.OpenAsync()).Should().ThrowAsync<UnusableRedisException>())
                .Which.Message.Should().Contain(what).And.NotContain("sesame");
        }
    }

    [Fact]
    public async Task An_outage_makes_it_degraded_until_Redis_is_back_and_it_goes_on_working()
    {
        using var redis = await RedisServer.StartAsync();
        using var app = TestApp.Start(("StreamBet:Database", await TestDatabase.Postgres.EnsureAsync(_data.Path)), ("StreamBet:Redis", redis.Connection));
        async Task<bool> LacksRedisAsync()
        {
            var health = await app.Local.GetJsonAsync("/api/health");
            var lacks = health.GetProperty("missing").EnumerateArray().Any(part => part.GetProperty("name").GetString() == "redis");
            if (lacks)
                health.GetProperty("status").GetString().Should().Be("degraded");
            return lacks;
        }

        (await LacksRedisAsync()).Should().BeFalse();
        redis.Kill();
        await Eventually.IsTrueAsync(LacksRedisAsync, "health tells of the outage");
        (await app.Local.GetAsync("/api/health/ready")).EnsureSuccessStatusCode();
        await app.Local.OpenMarketAsync();

        await redis.StartAgainAsync();
        await Eventually.IsTrueAsync(async () => !await LacksRedisAsync(), "health tells that it is back");
    }

    [Fact]
    public async Task A_Redis_that_hangs_holds_nobody_up_for_long()
    {
        using var redis = await RedisServer.StartAsync();
        using var app = TestApp.Start(("StreamBet:Database", await TestDatabase.Postgres.EnsureAsync(_data.Path)), ("StreamBet:Redis", redis.Connection));
        using var guest = await app.NewGuestAsync();
        await guest.GetJsonAsync("/api/me");
        await using var admin = await ConnectionMultiplexer.ConnectAsync(redis.Connection + ",allowAdmin=true");
        await admin.GetDatabase().ExecuteAsync("CLIENT", "PAUSE", "8000", "ALL");

        // Each asks it for a place or a count, and all are answered before the hang is over.
        await UseAsync().WaitAsync(TimeSpan.FromSeconds(6));

        async Task UseAsync()
        {
            foreach (var path in new[] { "/api/bets", "/api/me", "/api/health" })
                await guest.GetJsonAsync(path);
            await guest.PostJsonAsync("/api/bets/1/stakes", new { side = "YES", amount = 10 }, HttpStatusCode.Created);
        }

        await Eventually.IsTrueAsync(
            async () => (await app.Local.GetJsonAsync("/api/health")).GetProperty("missing").GetArrayLength() == 0, "it is used again");
    }
}
