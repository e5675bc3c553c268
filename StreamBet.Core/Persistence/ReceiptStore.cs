using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Receipts;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Persistence;

internal sealed class ReceiptStore(StreamBetDb db, Statements sql) : IReceiptStore, ISettledStakeStore
{
    // Two markets can end in one unit of work, so the last one may not be saved yet.
    public async Task<ChainHead?> FindHeadAsync(CancellationToken cancellationToken) =>
        db.Receipts.Local.MaxBy(receipt => receipt.Sequence) is { } added
            ? new ChainHead(added.Sequence, added.Hash)
            : await FindSavedHeadAsync(cancellationToken);

    private async Task<ChainHead?> FindSavedHeadAsync(CancellationToken cancellationToken) =>
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

    public async IAsyncEnumerable<SettledStake> ReadAsync(
        long marketId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stakes = await sql.ReadAsync(
            """
            SELECT Id, PersonId, Side, Amount, PlacedAt, Returned FROM stakes
            WHERE MarketId = @market AND NOT IsWithdrawn AND Returned IS NOT NULL ORDER BY Id
            """,
            cancellationToken, new Value("@market", marketId));
        while (await stakes.ReadAsync(cancellationToken))
        {
            yield return new SettledStake(
                stakes.GetInt64(0), stakes.GetString(1), Enum.Parse<Outcome>(stakes.GetString(2)), stakes.GetInt64(3),
                new DateTimeOffset(stakes.GetInt64(4), TimeSpan.Zero), stakes.GetInt64(5));
        }
    }

    public Task<bool> IsOwnAsync(long marketId, long stakeId, string personId, CancellationToken cancellationToken) =>
        db.Stakes.AnyAsync(
            stake => stake.Id == stakeId && stake.MarketId == marketId && stake.PersonId == personId, cancellationToken);
}
