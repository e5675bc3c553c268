namespace StreamBet.Core.Receipts;

/// <summary>The stakes of decided markets, as receipts stand for them, within a unit of work.</summary>
public interface ISettledStakeStore
{
    /// <summary>The settled stakes of a market that ended, in the order of their acceptance, one by one.</summary>
    IAsyncEnumerable<SettledStake> ReadAsync(long marketId, CancellationToken cancellationToken);

    /// <summary>Whether a stake of that number is this person's, and in that market.</summary>
    Task<bool> IsOwnAsync(long marketId, long stakeId, string personId, CancellationToken cancellationToken);
}
