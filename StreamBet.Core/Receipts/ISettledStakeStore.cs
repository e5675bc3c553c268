namespace StreamBet.Core.Receipts;

/// <summary>The stakes of ended markets, as covered by receipts, within a unit of work.</summary>
public interface ISettledStakeStore
{
    /// <summary>Streams the settled stakes of an ended market, in order of acceptance.</summary>
    IAsyncEnumerable<SettledStake> ReadAsync(long marketId, CancellationToken cancellationToken);

    /// <summary>Whether this person's stake with that number is in that market.</summary>
    Task<bool> IsOwnAsync(long marketId, long stakeId, string personId, CancellationToken cancellationToken);
}
