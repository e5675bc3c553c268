using StreamBet.Core.Markets;
using StreamBet.Core.Resolution;

namespace StreamBet.Tests.Markets;

public class PayoutsTests
{
    private static Payouts.Claim Yes(long id, long amount) => new(id, Outcome.Yes, amount);

    private static Payouts.Claim No(long id, long amount) => new(id, Outcome.No, amount);

    [Fact]
    public void Winners_share_the_pool_in_proportion()
    {
        var settlement = Payouts.Settle([Yes(1, 100), Yes(2, 300), No(3, 400)], Outcome.Yes, 0);

        settlement.Payouts.Should().BeEquivalentTo(new Dictionary<long, long> { [1] = 200, [2] = 600 });
        settlement.Take.Should().Be(0);
    }

    [Fact]
    public void What_rounding_leaves_goes_to_the_largest_remainders_and_then_to_the_earliest()
    {
        // 100 credits for three equal stakes: 33.3 each, and one credit is left.
        Payouts.Settle([Yes(5, 1), Yes(6, 1), Yes(7, 1), No(8, 97)], Outcome.Yes, 0).Payouts
            .Should().BeEquivalentTo(new Dictionary<long, long> { [5] = 34, [6] = 33, [7] = 33 });

        // 10 x 3/7 = 4.29 and 10 x 4/7 = 5.71: the larger remainder gets the credit.
        Payouts.Settle([Yes(1, 3), Yes(2, 4), No(3, 3)], Outcome.Yes, 0).Payouts
            .Should().BeEquivalentTo(new Dictionary<long, long> { [1] = 4, [2] = 6 });
    }

    [Fact]
    public void Nobody_on_the_winning_side_means_every_stake_goes_back_and_nothing_is_taken()
    {
        var settlement = Payouts.Settle([Yes(1, 10), Yes(2, 20)], Outcome.No, 0.1m);

        settlement.Payouts.Should().BeEquivalentTo(new Dictionary<long, long> { [1] = 10, [2] = 20 });
        settlement.Take.Should().Be(0);
    }

    [Fact]
    public void The_take_rounds_down()
    {
        var settlement = Payouts.Settle([Yes(1, 50), No(2, 49)], Outcome.Yes, 0.05m);

        settlement.Take.Should().Be(4);
        settlement.Payouts[1].Should().Be(95);
    }

    [Fact]
    public void Amounts_far_beyond_an_int_do_not_overflow()
    {
        var settlement = Payouts.Settle([Yes(1, long.MaxValue / 4), No(2, long.MaxValue / 4)], Outcome.Yes, 0);

        settlement.Payouts[1].Should().Be(long.MaxValue / 4 * 2);
    }

    [Fact]
    public void Whatever_is_staked_exactly_the_pool_is_paid()
    {
        var random = new Random(20260101);
        for (var round = 0; round < 1_000; round++)
        {
            var claims = Enumerable.Range(1, random.Next(1, 40))
                .Select(id => new Payouts.Claim(id, random.Next(2) == 0 ? Outcome.Yes : Outcome.No, random.Next(1, 1_000)))
                .ToList();
            var takeRate = random.Next(0, 50) / 100m;

            var settlement = Payouts.Settle(claims, Outcome.Yes, takeRate);

            (settlement.Payouts.Values.Sum() + settlement.Take).Should().Be(claims.Sum(claim => claim.Amount));
            settlement.Payouts.Values.Should().OnlyContain(amount => amount >= 0);
        }
    }
}

public class PoolTests
{
    [Fact]
    public void Odds_are_what_one_credit_becomes()
    {
        var pool = new Pool(2_000, 3_000);

        pool.Odds(Outcome.Yes, 0).Should().Be(2.5m);
        Math.Round(pool.Odds(Outcome.No, 0)!.Value, 2).Should().Be(1.67m);
        pool.Odds(Outcome.Yes, 0.1m).Should().Be(2.25m);
    }

    [Fact]
    public void An_empty_side_has_no_odds()
    {
        new Pool(0, 10).Odds(Outcome.Yes, 0).Should().BeNull();
        default(Pool).Odds(Outcome.No, 0).Should().BeNull();
    }
}
