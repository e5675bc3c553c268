using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Receipts;

namespace StreamBet.Core.Persistence;

internal sealed class ReceiptStore(StreamBetDb db) : IReceiptStore
{
    public async Task<ChainHead?> FindHeadAsync(CancellationToken cancellationToken) =>
        await db.Receipts.OrderByDescending(receipt => receipt.Sequence)
            .Select(receipt => new ChainHead(receipt.Sequence, receipt.Hash)).FirstOrDefaultAsync(cancellationToken);

    public void Add(Receipt receipt, byte[] seed) => db.Receipts.Add(new StoredReceipt
    {
        Sequence = receipt.Content.Sequence,
        MarketId = receipt.Content.Bet.Id,
        Hash = receipt.Hash,
        Document = receipt.Bytes.ToArray(),
        Seed = seed,
    });

    public Task<byte[]?> FindAsync(long marketId, CancellationToken cancellationToken) =>
        db.Receipts.Where(receipt => receipt.MarketId == marketId).Select(receipt => receipt.Document)
            .FirstOrDefaultAsync(cancellationToken);

    public Task<ReceiptPlace?> FindPlaceAsync(long marketId, CancellationToken cancellationToken) =>
        db.Receipts.Where(receipt => receipt.MarketId == marketId)
            .Select(receipt => new ReceiptPlace(receipt.Sequence, receipt.Hash)).FirstOrDefaultAsync(cancellationToken);

    public Task<byte[]?> FindSeedAsync(long marketId, CancellationToken cancellationToken) =>
        db.Receipts.Where(receipt => receipt.MarketId == marketId).Select(receipt => receipt.Seed)
            .FirstOrDefaultAsync(cancellationToken);

    public async Task<IReadOnlyList<byte[]>> ReadAsync(long after, int count, CancellationToken cancellationToken) =>
        await db.Receipts.Where(receipt => receipt.Sequence > after).OrderBy(receipt => receipt.Sequence)
            .Select(receipt => receipt.Document).Take(count).ToListAsync(cancellationToken);
}
