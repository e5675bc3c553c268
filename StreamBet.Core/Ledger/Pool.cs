using StreamBet.Core.Rule;

namespace StreamBet.Core.Ledger;

/// <summary>The stakes on the two sides of a market, in whole credits.</summary>
/// <param name="Yes">Credits on YES, 0 or more.</param>
/// <param name="No">Credits on NO, 0 or more.</param>
public readonly record struct Pool(long Yes, long No)
{
    /// <summary>The most credits in one market. Its square, and a tenth more for bonds, is under 2^63, so that every share is
    /// exact in 64-bit integers, also in the database.</summary>
    public const long Max = 2_800_000_000;

    /// <summary>All credits in the market.</summary>
    public long Total => Yes + No;

    /// <summary>The credits on one side.</summary>
    public long On(Outcome side) => side == Outcome.Yes ? Yes : No;

    /// <summary>The pool after adding a stake.</summary>
    public Pool With(Outcome side, long amount) =>
        side == Outcome.Yes ? this with { Yes = Yes + amount } : this with { No = No + amount };

    /// <summary>The operator's take, rounded down to whole credits.</summary>
    /// <param name="takeRate">The operator's share, 0 to under 1.</param>
    public long Take(decimal takeRate) => (long)decimal.Floor(Total * takeRate);

    /// <summary>Decimal odds of a side: the payout of one credit on it if it wins and no more stakes are placed. Null
    /// while the side is empty.</summary>
    /// <param name="side">The side.</param>
    /// <param name="takeRate">The operator's share, 0 to under 1.</param>
    public decimal? Odds(Outcome side, decimal takeRate) =>
        On(side) == 0 ? null : (Total - Take(takeRate)) / (decimal)On(side);
}
