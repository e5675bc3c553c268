using Microsoft.Extensions.Logging.Abstractions;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Core.Servers;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets;

public abstract class MarketFeedTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_subscriber_that_fails_harms_neither_the_stake_nor_the_other_subscribers()
    {
        await using var exchange = await OpenAsync();
        var market = await exchange.OpenMarketAsync(Exchange.Person("host"));
        var feed = exchange.Get<MarketFeed>();
        var heard = 0;
        feed.Changed += _ => throw new InvalidOperationException("A fault of the subscriber's own.");
        feed.Changed += _ => Interlocked.Increment(ref heard);

        await exchange.StakeAsync(market, Outcome.Yes, 100, Exchange.Person("ada"));

        await Eventually.IsTrueAsync(() => Volatile.Read(ref heard) == 1, "the other subscriber hears of it");
        await using var unit = await exchange.Work.ReadAsync(default);
        (await unit.Markets.FindAsync(market.Id, default))!.Pool.Yes.Should().Be(100, "the stake was taken once");
    }

    [Fact]
    public async Task Whoever_hears_of_a_change_may_begin_to_write()
    {
        await using var exchange = await OpenAsync();
        var begun = new TaskCompletionSource();
        exchange.Get<MarketFeed>().Changed += change =>
        {
            if (begun.Task.IsCompleted)
                return;
            exchange.Work.BeginAsync(default).GetAwaiter().GetResult().DisposeAsync().AsTask().GetAwaiter().GetResult();
            begun.TrySetResult();
        };

        await exchange.OpenMarketAsync(Exchange.Person("host"));

        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void What_one_server_commits_the_others_announce_too()
    {
        var (here, there) = TestLine.Pair();
        var (committing, hearing) = (Feed(here), Feed(there));
        MarketChange? heard = null;
        hearing.Changed += change => heard = change;
        var change = new MarketChange();
        change.Add(7);
        change.Add("guest:ada");

        committing.Publish(change);

        heard!.Markets.Should().Equal(7);
        (heard.Concerns("guest:ada"), heard.Concerns("guest:bob"), heard.IsAnything).Should().Be((true, false, false));
        hearing.Revision.Should().Be(1, "what was read before is old");
        there.ReadAgain();
        (heard.IsAnything, heard.Concerns("guest:bob"), hearing.Revision).Should().Be((true, true, 2));
    }

    private static MarketFeed Feed(ServerNews news) => new(news, NullLogger<MarketFeed>.Instance);
}

public sealed class MarketFeedOnSqliteTests() : MarketFeedTests(TestDatabase.Sqlite);

public sealed class MarketFeedOnPostgresTests() : MarketFeedTests(TestDatabase.Postgres);
