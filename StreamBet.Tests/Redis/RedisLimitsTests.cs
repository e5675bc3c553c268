using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using StreamBet.Core.Redis;
using StreamBet.Core.Servers;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Redis;

public sealed class RedisLimitsTests : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly List<RedisConnection> _connections = [];
    private RedisServer _redis = null!;
    private RedisLimits _first = null!;
    private RedisLimits _second = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        (_first, _second) = (await MakeAsync(), await MakeAsync());
    }

    public Task DisposeAsync()
    {
        _first.Dispose();
        _second.Dispose();
        _connections.ForEach(connection => connection.Dispose());
        _redis.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Uses_are_counted_together_in_a_window_and_a_refused_one_is_told_how_long_to_wait()
    {
        (await _first.CountAsync("stakes", 1, 2, Hour)).Should().Be(TimeSpan.Zero);
        (await _second.CountAsync("stakes", 0, 2, Hour)).Should().Be(TimeSpan.Zero, "it was only asked");
        (await _second.CountAsync("stakes", 1, 2, Hour)).Should().Be(TimeSpan.Zero);

        foreach (var count in new[] { 0, 1 })
            (await _first.CountAsync("stakes", count, 2, Hour)).Should().BeGreaterThan(Hour / 2).And.BeLessThanOrEqualTo(Hour);
        (await _first.CountAsync("others", 1, 2, Hour)).Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_window_ends()
    {
        (await _first.CountAsync("stakes", 1, 1, TimeSpan.FromMilliseconds(50))).Should().Be(TimeSpan.Zero);

        await Eventually.IsTrueAsync(
            async () => await _second.CountAsync("stakes", 1, 1, TimeSpan.FromMilliseconds(50)) == TimeSpan.Zero, "the next one has begun");
    }

    [Fact]
    public async Task A_bucket_is_emptied_together_and_fills_again()
    {
        var slow = new TokenBucket(10, 1, Hour);
        (await _first.DrawAsync("slow", 4, slow)).Should().Be((4, TimeSpan.Zero));
        (await _second.DrawAsync("slow", 10, slow)).Should().Be((6, TimeSpan.Zero));
        var (granted, wait) = (await _first.DrawAsync("slow", 1, slow))!.Value;
        granted.Should().Be(0);
        wait.Should().BeGreaterThan(Hour / 2).And.BeLessThanOrEqualTo(Hour);

        var fast = new TokenBucket(10, 10, TimeSpan.FromMilliseconds(100));
        (await _first.DrawAsync("fast", 10, fast))!.Value.Granted.Should().Be(10);
        await Eventually.IsTrueAsync(async () => (await _second.DrawAsync("fast", 1, fast))!.Value.Granted == 1, "tokens come back");
    }

    [Fact]
    public async Task Places_are_taken_together_and_freed()
    {
        var (here, there) = (Guid.NewGuid(), Guid.NewGuid());
        (await _first.TakePlaceAsync("tabs", here, 2)).Should().BeTrue();
        (await _second.TakePlaceAsync("tabs", there, 2)).Should().BeTrue();
        (await _first.TakePlaceAsync("tabs", Guid.NewGuid(), 2)).Should().BeFalse();

        _second.FreePlace("tabs", there);

        await Eventually.IsTrueAsync(async () => await _first.TakePlaceAsync("tabs", Guid.NewGuid(), 2) == true, "a place is free");
    }

    [Fact]
    public async Task The_places_of_a_dead_server_are_free_after_its_lease_and_those_of_a_living_one_are_held()
    {
        var (held, lost) = (Guid.NewGuid(), Guid.NewGuid());
        await _first.TakePlaceAsync("tabs", lost, 2);
        await _second.TakePlaceAsync("tabs", held, 2);

        // As if a minute had passed, in which only one of them told that it lives.
        foreach (var place in new[] { held, lost })
            await _redis.RunAsync("ZADD", "streambet:key:limit:tabs", "XX", "1", place.ToString("N"));
        await _second.HoldAsync();

        (await _second.TakePlaceAsync("tabs", Guid.NewGuid(), 2)).Should().BeTrue();
        (await _second.TakePlaceAsync("tabs", Guid.NewGuid(), 2)).Should().BeFalse();
    }

    [Fact]
    public async Task After_an_outage_the_places_that_are_held_count_again()
    {
        await _first.TakePlaceAsync("tabs", Guid.NewGuid(), 2);
        _redis.Kill();
        await Eventually.IsTrueAsync(
            async () => await _first.TakePlaceAsync("tabs", Guid.NewGuid(), 2) is null, "nobody can be asked");
        (await _first.CountAsync("stakes", 1, 2, Hour)).Should().BeNull();
        (await _first.DrawAsync("slow", 1, new TokenBucket(1, 1, Hour))).Should().BeNull();

        await _redis.StartAgainAsync();
        await Eventually.IsTrueAsync(async () => await _first.CountAsync("stakes", 1, 1000, Hour) is not null, "it is back");
        await _first.HoldAsync();

        await Eventually.IsTrueAsync(async () => await _second.TakePlaceAsync("tabs", Guid.NewGuid(), 2) == false, "both are counted");
    }

    [Fact]
    public async Task Nobody_waits_for_a_Redis_that_hangs_and_it_is_asked_again_when_it_answers()
    {
        await _redis.RunAsync("CLIENT", "PAUSE", "5000", "ALL");

        (await _first.CountAsync("stakes", 1, 2, Hour)).Should().BeNull();
        (await _first.TakePlaceAsync("tabs", Guid.NewGuid(), 2)).Should().BeNull();

        await Eventually.IsTrueAsync(async () => await _first.CountAsync("stakes", 1, 1000, Hour) == TimeSpan.Zero, "it is back");
    }

    [Fact]
    public async Task All_that_is_stored_expires_by_itself()
    {
        await _first.CountAsync("stakes", 1, 2, Hour);
        await _first.DrawAsync("requests", 1, new TokenBucket(3_000, 50, TimeSpan.FromSeconds(1)));
        await _first.TakePlaceAsync("tabs", Guid.NewGuid(), 2);
        await _first.HoldAsync();

        var names = (RedisKey[])(await _redis.RunAsync("KEYS", "*"))!;
        names.Should().HaveCountGreaterThanOrEqualTo(4);
        foreach (var name in names)
            ((long)await _redis.RunAsync("PTTL", name)).Should().BePositive(name);
    }

    private async Task<RedisLimits> MakeAsync()
    {
        var connection = new RedisConnection(
            _redis.Connection, new ThisServer { KeyId = "key" }, TimeProvider.System, NullLogger<RedisConnection>.Instance);
        await connection.OpenAsync();
        await connection.StartAsync(default);
        _connections.Add(connection);
        return new RedisLimits(connection, TimeProvider.System);
    }
}
