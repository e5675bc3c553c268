using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Receipts;
using StreamBet.Core.Receipts.Standalone;

namespace StreamBet.Core.Persistence;

/// <summary>The receipt of a verdict without a market.</summary>
internal sealed class StoredStandaloneReceipt
{
    /// <summary>Its number in the chain, from 1 without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>The job of its clip.</summary>
    public required Guid JobId { get; init; }

    /// <summary>The hash by which the next receipt refers to it, 64 lower-case hex digits.</summary>
    public required string Hash { get; init; }

    /// <summary>The signed document, byte for byte.</summary>
    public required byte[] Document { get; init; }
}

/// <summary>The table of receipts of verdicts without a market.</summary>
internal static class StandaloneReceiptsModel
{
    /// <summary>Adds the table.</summary>
    public static void ConfigureStandaloneReceipts(this ModelBuilder modelBuilder) =>
        modelBuilder.Entity<StoredStandaloneReceipt>(receipt =>
        {
            receipt.ToTable("standalone_receipts").HasKey(entity => entity.Sequence);
            receipt.Property(entity => entity.Sequence).ValueGeneratedNever();
            receipt.HasIndex(entity => entity.JobId).IsUnique();
            receipt.HasIndex(entity => entity.Hash).IsUnique();
        });
}

internal sealed class StandaloneReceiptStore(StreamBetDb db) : IStandaloneReceiptStore
{
    private DbSet<StoredStandaloneReceipt> Receipts => db.Set<StoredStandaloneReceipt>();

    public Task<ChainHead?> FindHeadAsync(CancellationToken cancellationToken) =>
        Receipts.OrderByDescending(receipt => receipt.Sequence)
            .Select(receipt => new ChainHead(receipt.Sequence, receipt.Hash)).FirstOrDefaultAsync(cancellationToken);

    public void Add(StandaloneReceipt receipt, Guid jobId) => Receipts.Add(new StoredStandaloneReceipt
    {
        Sequence = receipt.Content.Sequence,
        JobId = jobId,
        Hash = receipt.Hash,
        Document = receipt.Bytes.ToArray(),
    });

    public Task<byte[]?> FindAsync(Guid jobId, CancellationToken cancellationToken) =>
        Receipts.Where(receipt => receipt.JobId == jobId).Select(receipt => receipt.Document)
            .FirstOrDefaultAsync(cancellationToken);

    public async Task<IReadOnlyList<byte[]>> ReadAsync(long after, int count, CancellationToken cancellationToken) =>
        await Receipts.Where(receipt => receipt.Sequence > after).OrderBy(receipt => receipt.Sequence)
            .Select(receipt => receipt.Document).Take(count).ToListAsync(cancellationToken);
}
