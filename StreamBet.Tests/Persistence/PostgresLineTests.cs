using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using StreamBet.Core.Persistence;
using StreamBet.Core.Servers;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Persistence;

public sealed class PostgresLineTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _heard = new();
    private PostgresServer _server = null!;
    private string _database = null!;
    private PostgresLine _talker = null!;
    private PostgresLine _listener = null!;
    private int _missed;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.OfTestsAsync();
        _database = await _server.EmptyAsync();
        (_talker, _listener) = (Line(), Line());
        _listener.Heard += _heard.Enqueue;
        _listener.Missed += () => Interlocked.Increment(ref _missed);
        _talker.Heard += text => _heard.Enqueue("own: " + text);
        await _talker.OpenAsync(default);
        await _listener.OpenAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _talker.CloseAsync();
        await _listener.CloseAsync();
        _talker.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task Texts_arrive_whole_and_in_their_order_and_nobody_hears_themselves()
    {
        string[] texts = ["short", new('x', 3 * PostgresLine.PartLength), new('y', PostgresLine.PartLength), "", "last"];
        foreach (var text in texts)
            _talker.Say(text);

        await Eventually.IsTrueAsync(() => _heard.Contains("last"), "all is heard");

        _heard.Should().Equal(texts.Where(text => text.Length > 0), "and an empty one says that some were lost");
        _missed.Should().Be(1);
    }

    [Fact]
    public async Task After_a_cut_the_line_is_opened_again_and_says_that_texts_may_be_lost()
    {
        await _server.RunAsync(
            PostgresServer.NameOf(_database), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'");

        await Eventually.IsTrueAsync(() => Volatile.Read(ref _missed) == 1, "it listens again");
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

    private PostgresLine Line() => new(
        new PostgresEngine(_database), new ThisServer(), TimeProvider.System, NullLogger<PostgresLine>.Instance);
}
