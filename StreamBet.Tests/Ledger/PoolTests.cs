using StreamBet.Core.Ledger;
using StreamBet.Core.Rule;

namespace StreamBet.Tests.Ledger;

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
