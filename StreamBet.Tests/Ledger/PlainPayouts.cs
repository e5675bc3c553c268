using System.Numerics;
using StreamBet.Core.Rule;

namespace StreamBet.Tests.Ledger;

/// <summary>The payouts as one would work them out by hand, with numbers of any size: what the product's statements are held
/// against.</summary>
internal static class PlainPayouts
{
    /// <summary>A stake, as far as its payout goes.</summary>
    public sealed record Claim(long Id, Outcome Side, long Amount);

    /// <summary>What is returned for each stake. Without a winner every stake is refunded, and shares the bonds.</summary>
    public static Dictionary<long, long> Settle(IReadOnlyCollection<Claim> claims, Outcome? winner, long take, long bonds = 0)
    {
        var sharers = claims.Where(claim => claim.Side == winner).ToList();
        if (sharers.Count == 0)
            (sharers, take) = ([.. claims], 0);
        var returned = claims.ToDictionary(claim => claim.Id, _ => 0L);
        if (sharers.Count == 0)
            return returned;

        var prize = claims.Aggregate(BigInteger.Zero, (sum, claim) => sum + claim.Amount) - take + bonds;
        var sharing = sharers.Aggregate(BigInteger.Zero, (sum, claim) => sum + claim.Amount);
        foreach (var claim in sharers)
            returned[claim.Id] = (long)(claim.Amount * prize / sharing);
        var left = (int)(prize - returned.Values.Aggregate(BigInteger.Zero, (sum, paid) => sum + paid));
        foreach (var claim in sharers.OrderByDescending(claim => claim.Amount * prize % sharing).ThenBy(claim => claim.Id).Take(left))
            returned[claim.Id]++;
        return returned;
    }
}
