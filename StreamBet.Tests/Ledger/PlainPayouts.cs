using System.Numerics;
using StreamBet.Core.Rule;

namespace StreamBet.Tests.Ledger;

/// <summary>The payouts as one would work them out by hand, with numbers of any size: what the product's statements are held
/// against.</summary>
internal static class PlainPayouts
{
    /// <summary>A stake, as far as its payout goes.</summary>
    public sealed record Claim(long Id, Outcome Side, long Amount);

    /// <summary>What is returned for each stake.</summary>
    public static Dictionary<long, long> Settle(IReadOnlyCollection<Claim> claims, Outcome winner, long take)
    {
        var winners = claims.Where(claim => claim.Side == winner).ToList();
        if (winners.Count == 0)
            return claims.ToDictionary(claim => claim.Id, claim => claim.Amount);

        var prize = claims.Aggregate(BigInteger.Zero, (sum, claim) => sum + claim.Amount) - take;
        var winning = winners.Aggregate(BigInteger.Zero, (sum, claim) => sum + claim.Amount);
        var returned = claims.ToDictionary(claim => claim.Id, _ => 0L);
        foreach (var claim in winners)
            returned[claim.Id] = (long)(claim.Amount * prize / winning);
        var left = (int)(prize - returned.Values.Aggregate(BigInteger.Zero, (sum, paid) => sum + paid));
        foreach (var claim in winners.OrderByDescending(claim => claim.Amount * prize % winning).ThenBy(claim => claim.Id).Take(left))
            returned[claim.Id]++;
        return returned;
    }
}
