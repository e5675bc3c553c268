using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
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
}

public sealed class MarketFeedOnSqliteTests() : MarketFeedTests(TestDatabase.Sqlite);

public sealed class MarketFeedOnPostgresTests() : MarketFeedTests(TestDatabase.Postgres);
