using StreamBet.Core.Resolution;

namespace StreamBet.Core.Markets;

/// <summary>Parimutuel payouts: the winners share the pool in proportion to their stakes. Pure.</summary>
public static class Payouts
{
    /// <summary>A stake as far as its payout goes.</summary>
    /// <param name="Id">Orders stakes whose remainders are equal; earlier stakes have lower ids.</param>
    /// <param name="Side">The side staked on.</param>
    /// <param name="Amount">Whole credits, over 0.</param>
    public readonly record struct Claim(long Id, Outcome Side, long Amount);

    /// <summary>What is paid for each stake, and what the operator keeps. Payouts and take add up to the pool exactly: each
    /// winner gets their share rounded down, and the credits that rounding leaves go one each to the largest remainders,
    /// among equal ones to the earliest stake. With nobody on the winning side every stake goes back and nothing is
    /// kept.</summary>
    /// <param name="claims">Every stake in the market.</param>
    /// <param name="winner">The side that won.</param>
    /// <param name="takeRate">The operator's share, 0 to under 1.</param>
    public static Settlement Settle(IReadOnlyCollection<Claim> claims, Outcome winner, decimal takeRate)
    {
        var pool = claims.Aggregate(default(Pool), (sum, claim) => sum.With(claim.Side, claim.Amount));
        var winning = pool.On(winner);
        if (winning == 0)
            return Refund(claims);

        var take = pool.Take(takeRate);
        var prize = pool.Total - take;
        var shares = claims.Where(claim => claim.Side == winner)
            .Select(claim =>
            {
                var (whole, remainder) = Int128.DivRem((Int128)claim.Amount * prize, winning);
                return (claim.Id, Whole: (long)whole, Remainder: remainder);
            })
            .ToList();
        var left = (int)(prize - shares.Sum(share => share.Whole));
        var luckier = shares.OrderByDescending(share => share.Remainder).ThenBy(share => share.Id)
            .Take(left).Select(share => share.Id).ToHashSet();
        return new Settlement(
            shares.ToDictionary(share => share.Id, share => share.Whole + (luckier.Contains(share.Id) ? 1 : 0)), take);
    }

    /// <summary>Every stake goes back whole.</summary>
    public static Settlement Refund(IReadOnlyCollection<Claim> claims) =>
        new(claims.ToDictionary(claim => claim.Id, claim => claim.Amount), 0);
}

/// <summary>How a pool is paid out.</summary>
/// <param name="Payouts">Credits by stake id; a stake that is not in it gets nothing.</param>
/// <param name="Take">What the operator keeps.</param>
public sealed record Settlement(IReadOnlyDictionary<long, long> Payouts, long Take);
