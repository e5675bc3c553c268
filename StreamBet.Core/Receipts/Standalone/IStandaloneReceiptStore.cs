namespace StreamBet.Core.Receipts.Standalone;

/// <summary>The chain of receipts of verdicts without a market, within a unit of work.</summary>
public interface IStandaloneReceiptStore
{
    /// <summary>The last receipt; null if there is none.</summary>
    Task<ChainHead?> FindHeadAsync(CancellationToken cancellationToken);

    /// <summary>Adds the next receipt.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="jobId">The job of its clip, which has no other.</param>
    void Add(StandaloneReceipt receipt, Guid jobId);

    /// <summary>The bytes of the receipt of a job's clip; null if it has none.</summary>
    Task<byte[]?> FindAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>The bytes of the receipts after a number, in chain order.</summary>
    /// <param name="after">The number before the first one.</param>
    /// <param name="count">The maximum number of receipts.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<byte[]>> ReadAsync(long after, int count, CancellationToken cancellationToken);
}
