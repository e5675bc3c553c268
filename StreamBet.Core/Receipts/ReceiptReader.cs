using System.Runtime.CompilerServices;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Core.Receipts;

/// <summary>Serves receipts, and proves stakers their own stakes.</summary>
public sealed class ReceiptReader(IUnitOfWorkFactory work) : IDisposable
{
    private const int ReadAtOnce = 32;

    // A proof reads all stakes of its market, so only one is made at a time.
    private readonly SemaphoreSlim _proving = new(1);

    /// <summary>The bytes of a market's receipt.</summary>
    /// <exception cref="RefusedException">The market has no receipt (404).</exception>
    public async Task<byte[]> ReadAsync(long marketId, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        return await unit.Receipts.FindAsync(marketId, cancellationToken) ?? throw None(marketId);
    }

    /// <summary>The last receipt of the chain; null if there is none.</summary>
    public async Task<ChainHead?> FindHeadAsync(CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        return await unit.Receipts.FindHeadAsync(cancellationToken);
    }

    /// <summary>Streams the bytes of every receipt after a number, in chain order.</summary>
    public async IAsyncEnumerable<byte[]> ReadChainAsync(
        long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // In batches, so that a slow reader does not hold one database snapshot open.
        IReadOnlyList<byte[]> receipts;
        after = Math.Max(after, 0);
        do
        {
            await using (var unit = await work.ReadAsync(cancellationToken))
                receipts = await unit.Receipts.ReadAsync(after, ReadAtOnce, cancellationToken);
            foreach (var receipt in receipts)
                yield return receipt;
            after += receipts.Count;
        }
        while (receipts.Count == ReadAtOnce);
    }

    /// <summary>The proof that a person's stake is covered by its market's receipt.</summary>
    /// <exception cref="RefusedException">The market has no receipt, or the stake is not in it or not this person's
    /// (404).</exception>
    public async Task<StakeProof> ProveAsync(
        long marketId, long stakeId, Caller caller, CancellationToken cancellationToken)
    {
        byte[] seed;
        await using (var unit = await work.ReadAsync(cancellationToken))
        {
            seed = await unit.Receipts.FindSeedAsync(marketId, cancellationToken) ?? throw None(marketId);
            if (!await unit.SettledStakes.IsOwnAsync(marketId, stakeId, caller.Id, cancellationToken))
                throw NotYours();
        }

        await _proving.WaitAsync(cancellationToken);
        try
        {
            await using var unit = await work.ReadAsync(cancellationToken);

            // SQLite reads synchronously anyway, so awaiting each row gains nothing.
            var stakes = unit.SettledStakes.ReadAsync(marketId, cancellationToken).ToBlockingEnumerable(cancellationToken);
            return StakesDigest.Prove(seed, marketId, stakes, stakeId) ?? throw NotYours();
        }
        finally
        {
            _proving.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _proving.Dispose();

    private static RefusedException None(long marketId) => new(
        RefusalKind.NotFound, "receipt_not_found",
        $"Market {marketId} has no receipt: only markets that have ended have one.");

    private static RefusedException NotYours() => new(
        RefusalKind.NotFound, "stake_not_found", "There is no such stake in this market, or it isn't yours.");
}
