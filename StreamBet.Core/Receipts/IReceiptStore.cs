namespace StreamBet.Core.Receipts;

/// <summary>The last receipt of the chain.</summary>
/// <param name="Sequence">Its number, from 1.</param>
/// <param name="Hash">Its hash, 64 lower-case hex digits.</param>
public sealed record ChainHead(long Sequence, string Hash);

/// <summary>Where a market's receipt stands in the chain.</summary>
/// <param name="Sequence">Its number, from 1.</param>
/// <param name="Hash">Its hash, 64 lower-case hex digits.</param>
public sealed record ReceiptPlace(long Sequence, string Hash);

/// <summary>The chain of receipts, within a unit of work.</summary>
public interface IReceiptStore
{
    /// <summary>The last receipt; null while there is none.</summary>
    Task<ChainHead?> FindHeadAsync(CancellationToken cancellationToken);

    /// <summary>Adds the next receipt.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="seed">The secret that its digest over the stakes was made with.</param>
    void Add(Receipt receipt, byte[] seed);

    /// <summary>The bytes of a market's receipt; null when it has none.</summary>
    Task<byte[]?> FindAsync(long marketId, CancellationToken cancellationToken);

    /// <summary>The number and hash of a market's receipt; null when it has none.</summary>
    Task<ReceiptPlace?> FindPlaceAsync(long marketId, CancellationToken cancellationToken);

    /// <summary>The secret that a market's digest over the stakes was made with; null when it has no receipt.</summary>
    Task<byte[]?> FindSeedAsync(long marketId, CancellationToken cancellationToken);

    /// <summary>The bytes of the receipts after a number, in the order of the chain.</summary>
    /// <param name="after">The number before the first one.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    Task<IReadOnlyList<byte[]>> ReadAsync(long after, int count, CancellationToken cancellationToken);
}
