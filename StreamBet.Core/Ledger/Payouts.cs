using StreamBet.Core.Rule;

namespace StreamBet.Core.Ledger;

/// <summary>How a pool is paid out: the winners share it, less the operator's take, in proportion to their stakes. Each gets
/// their share rounded down; the credits that rounding leaves go one each to the largest remainders, among equal ones to the
/// earliest stake. With nobody on the winning side every stake is refunded and nothing is taken.</summary>
/// <param name="Winner">The side that won; null when every stake is refunded.</param>
/// <param name="Winning">The credits on the winning side, over 0; the whole pool when every stake is refunded.</param>
/// <param name="Prize">What the winners share; with <paramref name="Take"/> it is the pool exactly.</param>
/// <param name="Take">What the operator keeps.</param>
public sealed record Payouts(Outcome? Winner, long Winning, long Prize, long Take)
{
    /// <summary>The payouts of a decided market.</summary>
    /// <param name="pool">The stakes in it.</param>
    /// <param name="winner">The side that won.</param>
    /// <param name="takeRate">The operator's share, 0 to under 1.</param>
    public static Payouts Of(Pool pool, Outcome winner, decimal takeRate)
    {
        if (pool.On(winner) == 0)
            return Refund(pool);
        var take = pool.Take(takeRate);
        return new Payouts(winner, pool.On(winner), pool.Total - take, take);
    }

    /// <summary>Every stake is refunded in full.</summary>
    public static Payouts Refund(Pool pool) => new(null, pool.Total, pool.Total, 0);

    /// <summary>What a stake brings at least, before the credits that rounding leaves: 0 for one that lost.</summary>
    public long ShareOf(Outcome side, long amount) => Winner is null || side == Winner
        ? Share(amount, Prize, Winning)
        : 0;

    /// <summary>A stake's share of what the winners share, rounded down; what rounding leaves goes by largest remainder. The
    /// settlement computes the same in SQL.</summary>
    /// <param name="amount">The stake, in whole credits.</param>
    /// <param name="prize">What the winners share.</param>
    /// <param name="winning">All stakes on the winning side, over 0.</param>
    public static long Share(long amount, long prize, long winning) => (long)((Int128)amount * prize / winning);
}
