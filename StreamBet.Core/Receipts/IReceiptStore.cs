namespace StreamBet.Core.Receipts;

/// <summary>The last receipt of the chain.</summary>
/// <param name="Sequence">Its number, from 1.</param>
/// <param name="Hash">Its hash, 64 lower-case hex digits.</param>
public sealed record ChainHead(long Sequence, string Hash);

/// <summary>The place of a market's receipt in the chain.</summary>
/// <param name="Sequence">Its number, from 1.</param>
/// <param name="Hash">Its hash, 64 lower-case hex digits.</param>
public sealed record ReceiptPlace(long Sequence, string Hash);

/// <summary>The chain of receipts, within a unit of work.</summary>
public interface IReceiptStore
{
    /// <summary>The last receipt; null if there is none.</summary>
    Task<ChainHead?> FindHeadAsync(CancellationToken cancellationToken);

    /// <summary>Adds the next receipt.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="seed">The secret for its stakes digest.</param>
    void Add(Receipt receipt, byte[] seed);

    /// <summary>The bytes of a market's receipt; null if it has none.</summary>
    Task<byte[]?> FindAsync(long marketId, CancellationToken cancellationToken);

    /// <summary>The number and hash of a market's receipt; null if it has none.</summary>
    Task<ReceiptPlace?> FindPlaceAsync(long marketId, CancellationToken cancellationToken);

    /// <summary>The secret for a market's stakes digest; null if it has no receipt.</summary>
    Task<byte[]?> FindSeedAsync(long marketId, CancellationToken cancellationToken);

    /// <summary>The bytes of the receipts after a number, in chain order.</summary>
    /// <param name="after">The number before the first one.</param>
    /// <param name="count">The maximum number of receipts.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    Task<IReadOnlyList<byte[]>> ReadAsync(long after, int count, CancellationToken cancellationToken);
}
