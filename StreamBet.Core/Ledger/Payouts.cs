using StreamBet.Core.Rule;

namespace StreamBet.Core.Ledger;

/// <summary>How a pool is paid out. The winners share it, less the operator's take and with the bonds of objections that
/// failed, in proportion to their stakes. Shares are rounded down; each leftover credit goes to the largest remainder, ties to
/// the earlier stake. If nobody staked on the winning side, every stake is refunded, with its share of the bonds, and there is
/// no take.</summary>
/// <param name="Winner">The side that won; null when every stake is refunded.</param>
/// <param name="Winning">The credits on the winning side, over 0; the whole pool when every stake is refunded.</param>
/// <param name="Prize">What they share; together with <paramref name="Take"/> it equals the pool and the bonds.</param>
/// <param name="Take">The operator's take.</param>
public sealed record Payouts(Outcome? Winner, long Winning, long Prize, long Take)
{
    /// <summary>The payouts of a decided market.</summary>
    /// <param name="pool">The market's pool.</param>
    /// <param name="winner">The side that won.</param>
    /// <param name="takeRate">The operator's share, 0 to under 1.</param>
    /// <param name="bonds">The bonds that join the pool, in whole credits.</param>
    public static Payouts Of(Pool pool, Outcome winner, decimal takeRate, long bonds = 0)
    {
        if (pool.On(winner) == 0)
            return Refund(pool, bonds);
        var take = pool.Take(takeRate);
        return new Payouts(winner, pool.On(winner), pool.Total - take + bonds, take);
    }

    /// <summary>Refunds every stake in full.</summary>
    /// <param name="pool">The market's pool.</param>
    /// <param name="bonds">The bonds that join it, in whole credits.</param>
    public static Payouts Refund(Pool pool, long bonds = 0) => new(null, pool.Total, pool.Total + bonds, 0);

    /// <summary>A stake's payout before leftover credits from rounding are added; 0 for a losing stake.</summary>
    public long ShareOf(Outcome side, long amount) => Winner is null || side == Winner
        ? Share(amount, Prize, Winning)
        : 0;

    /// <summary>A stake's share of the prize, rounded down; leftover credits go by largest remainder. The settlement
    /// computes the same in SQL.</summary>
    /// <param name="amount">The stake, in whole credits.</param>
    /// <param name="prize">What the winners share.</param>
    /// <param name="winning">The credits on the winning side, over 0.</param>
    public static long Share(long amount, long prize, long winning) => (long)((Int128)amount * prize / winning);
}
