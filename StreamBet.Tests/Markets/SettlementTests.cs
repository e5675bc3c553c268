using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Tests.Ledger;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Markets;

public abstract class SettlementTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task Winners_share_the_pool_in_proportion() =>
        (await SettleAsync(Outcome.Yes, 0, (Outcome.Yes, 100), (Outcome.Yes, 300), (Outcome.No, 400)))
            .Should().Equal(200, 600, 0);

    [Fact]
    public async Task What_rounding_leaves_goes_to_the_largest_remainders_and_then_to_the_earliest()
    {
        // 100 credits for three equal stakes: 33.3 each, and one credit is left.
        (await SettleAsync(Outcome.Yes, 0, (Outcome.Yes, 1), (Outcome.Yes, 1), (Outcome.Yes, 1), (Outcome.No, 97)))
            .Should().Equal(34, 33, 33, 0);

        // 10 x 3/7 = 4.29 and 10 x 4/7 = 5.71: the larger remainder gets the credit.
        (await SettleAsync(Outcome.Yes, 0, (Outcome.Yes, 3), (Outcome.Yes, 4), (Outcome.No, 3))).Should().Equal(4, 6, 0);
    }

    [Fact]
    public async Task Nobody_on_the_winning_side_means_every_stake_goes_back_and_nothing_is_taken() =>
        (await SettleAsync(Outcome.No, 0.1m, (Outcome.Yes, 10), (Outcome.Yes, 20))).Should().Equal(10, 20);

    [Fact]
    public async Task The_take_rounds_down() =>
        (await SettleAsync(Outcome.Yes, 0.05m, (Outcome.Yes, 50), (Outcome.No, 49))).Should().Equal(95, 0);

    [Fact]
    public async Task In_the_largest_pool_every_share_is_exact()
    {
        var stakes = new (Outcome, long)[] { (Outcome.Yes, Pool.Max - 8), (Outcome.Yes, 4), (Outcome.Yes, 1), (Outcome.No, 3) };

        (await SettleAsync(Outcome.Yes, 0, stakes)).Should().Equal(Plain(Outcome.Yes, 0, stakes));
    }

    [Fact]
    public async Task A_market_is_paid_out_once()
    {
        await using var exchange = await OpenAsync();
        var market = await exchange.OpenMarketAsync(Exchange.Person("host"));
        await exchange.StakeAsync(market, Outcome.Yes, 10, Exchange.Person("ada"));
        await exchange.ResolveAsync(market.Id, Outcome.Yes);

        await exchange.Invoking(again => again.ResolveAsync(market.Id, Outcome.Yes)).Should().ThrowAsync<RefusedException>();

        (await exchange.ReadAsync(db => db.LedgerTransactions.CountAsync(posted => posted.IdempotencyKey == $"settle/{market.Id}")))
            .Should().Be(1);
    }

    [Fact]
    public async Task Those_whose_credits_changed_are_named_to_those_who_look_on()
    {
        await using var exchange = await OpenAsync();
        var market = await exchange.OpenMarketAsync(Exchange.Person("host"));
        await exchange.StakeAsync(market, Outcome.Yes, 10, Exchange.Person("ada"));
        MarketChange? heard = null;
        exchange.Get<MarketFeed>().Changed += change => heard = change;

        await exchange.ResolveAsync(market.Id, Outcome.Yes);

        heard!.Concerns("key:ada").Should().BeTrue();
        heard.Concerns("key:bob").Should().BeFalse();
    }

    private static IEnumerable<long> Plain(Outcome winner, long take, params (Outcome Side, long Amount)[] stakes) =>
        PlainPayouts.Settle([.. stakes.Select((stake, index) => new PlainPayouts.Claim(index, stake.Side, stake.Amount))], winner, take)
            .OrderBy(pair => pair.Key).Select(pair => pair.Value);

    // What was returned for each stake, in their order.
    private async Task<IReadOnlyList<long>> SettleAsync(
        Outcome winner, decimal takeRate, params (Outcome Side, long Amount)[] stakes)
    {
        await using var exchange = await OpenAsync(takeRate: takeRate);
        var market = await exchange.OpenMarketAsync(Exchange.Person("host"));
        foreach (var (side, amount) in stakes)
            await Bank.StakeAsync(exchange, market, side, amount, $"key:{Guid.NewGuid():N}");

        await exchange.ResolveAsync(market.Id, winner);

        await Bank.EnsureWholeAsync(exchange);
        return await exchange.ReadAsync(async db => await db.Stakes.Where(stake => stake.MarketId == market.Id)
            .OrderBy(stake => stake.Id).Select(stake => stake.Returned!.Value).ToListAsync());
    }
}

public sealed class SettlementOnSqliteTests() : SettlementTests(TestDatabase.Sqlite);

public sealed class SettlementOnPostgresTests() : SettlementTests(TestDatabase.Postgres);
