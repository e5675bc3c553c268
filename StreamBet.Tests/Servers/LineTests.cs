using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using StreamBet.Core.Persistence;
using StreamBet.Core.Redis;
using StreamBet.Core.Servers;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Servers;

/// <summary>What holds on each line between servers.</summary>
public abstract class LineTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _heard = new();
    private IServerLine _talker = null!;
    private IServerLine _listener = null!;
    private int _missed;

    internal IServerLine Talker => _talker;

    protected IReadOnlyCollection<string> Heard => _heard;

    protected int Missed => Volatile.Read(ref _missed);

    public virtual async Task InitializeAsync()
    {
        (_talker, _listener) = (await MakeAsync(), await MakeAsync());
        _listener.Heard += _heard.Enqueue;
        _listener.Missed += () => Interlocked.Increment(ref _missed);
        _talker.Heard += text => _heard.Enqueue("own: " + text);
        await _talker.OpenAsync(default);
        await _listener.OpenAsync(default);
    }

    public virtual async Task DisposeAsync()
    {
        await _talker.CloseAsync();
        await _listener.CloseAsync();
        ((IDisposable)_talker).Dispose();
        ((IDisposable)_listener).Dispose();
    }

    [Fact]
    public async Task Texts_arrive_whole_and_in_their_order_and_nobody_hears_themselves()
    {
        string[] texts =
            ["short", new('x', 3 * PostgresLine.PartLength), new('y', PostgresLine.PartLength), "", .. Enumerable.Range(0, 500).Select(number => $"{number}"), "last"];
        foreach (var text in texts)
            _talker.Say(text);

        await Eventually.IsTrueAsync(() => _heard.Contains("last"), "all is heard");

        _heard.Should().Equal(texts.Where(text => text.Length > 0), "and an empty one says that some were lost");
        Missed.Should().Be(1);
    }

    [Fact]
    public async Task After_a_cut_the_line_is_opened_again_and_says_that_texts_may_be_lost()
    {
        await CutAsync();

        await Eventually.IsTrueAsync(() => Missed > 0, "it listens again");
        _talker.Say("again");
        await Eventually.IsTrueAsync(() => _heard.Contains("again"), "it hears again");
    }

    [Fact]
    public async Task What_is_said_last_is_said_before_it_closes()
    {
        _talker.Say("good-bye");
        await _talker.CloseAsync();

        await Eventually.IsTrueAsync(() => _heard.Contains("good-bye"), "it is heard");
    }

    /// <summary>Makes a line of another server.</summary>
    internal abstract Task<IServerLine> MakeAsync();

    /// <summary>Cuts the connections that hear.</summary>
    protected abstract Task CutAsync();
}

/// <summary>On PostgreSQL.</summary>
public sealed class PostgresLineTests : LineTests
{
    private PostgresServer _server = null!;
    private string _database = null!;

    public override async Task InitializeAsync()
    {
        _server = await PostgresServer.OfTestsAsync();
        _database = await _server.EmptyAsync();
        await base.InitializeAsync();
    }

    internal override Task<IServerLine> MakeAsync() => Task.FromResult<IServerLine>(new PostgresLine(
        new PostgresEngine(_database), new ThisServer(), TimeProvider.System, NullLogger<PostgresLine>.Instance));

    protected override Task CutAsync() => _server.RunAsync(
        PostgresServer.NameOf(_database), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'");
}

/// <summary>On Redis.</summary>
public sealed class RedisLineTests : LineTests
{
    private readonly List<RedisConnection> _connections = [];
    private RedisServer _server = null!;

    public override async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _connections.ForEach(connection => connection.Dispose());
        _server.Dispose();
    }

    [Fact]
    public async Task After_an_outage_whatever_was_said_meanwhile_is_to_be_read_again()
    {
        _server.Kill();
        Talker.Say("lost");
        await _server.StartAgainAsync();

        await Eventually.IsTrueAsync(() => Missed >= 2, "it listens again, and is told that something could not be said");
        Talker.Say("again");
        await Eventually.IsTrueAsync(() => Heard.Contains("again"), "it hears again");
        Heard.Should().NotContain("lost");
    }

    internal override async Task<IServerLine> MakeAsync()
    {
        var self = new ThisServer { KeyId = "key" };
        var connection = new RedisConnection(_server.Connection, self, TimeProvider.System, NullLogger<RedisConnection>.Instance);
        await connection.OpenAsync();
        _connections.Add(connection);
        return new RedisLine(connection, self, TimeProvider.System, NullLogger<RedisLine>.Instance);
    }

    protected override Task CutAsync() => _server.RunAsync("CLIENT", "KILL", "TYPE", "pubsub");
}
