using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Markets;

namespace StreamBet.Core.Persistence;

internal sealed class MarketStore(StreamBetDb db) : IMarketStore
{
    private static readonly MarketState[] Active = [MarketState.Open, MarketState.Locked, MarketState.Deciding];

    public async Task AddAsync(Market market, CancellationToken cancellationToken)
    {
        db.Markets.Add(market);
        await db.SaveChangesAsync(cancellationToken);
    }

    public void Add(Stake stake) => db.Stakes.Add(stake);

    public Task<Market?> FindAsync(long id, CancellationToken cancellationToken) =>
        db.Markets.FirstOrDefaultAsync(market => market.Id == id, cancellationToken);

    public async Task<IReadOnlyList<Market>> ListAsync(
        long? below, bool activeOnly, int count, CancellationToken cancellationToken) =>
        await db.Markets
            .Where(market => (below == null || market.Id < below) && (!activeOnly || Active.Contains(market.State)))
            .OrderByDescending(market => market.Id).Take(count).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Market>> BoundToAsync(Guid jobId, CancellationToken cancellationToken) =>
        await db.Markets.Where(market => market.JobId == jobId && Active.Contains(market.State))
            .OrderBy(market => market.Id).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Market>> DueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lockedBefore = now - Market.LongestOpen;
        return await db.Markets
            .Where(market => (market.State == MarketState.Open && market.ClosesAt <= now)
                || ((market.State == MarketState.Locked || market.State == MarketState.Deciding)
                    && market.LockedAt <= lockedBefore))
            .OrderBy(market => market.Id).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<Market>> EndedAsync(bool isPractice, int count, CancellationToken cancellationToken) =>
        await db.Markets.Where(market => market.EndedAt != null && market.IsPractice == isPractice)
            .OrderByDescending(market => market.EndedAt).ThenByDescending(market => market.Id).Take(count)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Market>> ActivePracticeAsync(CancellationToken cancellationToken) =>
        await db.Markets.Where(market => market.IsPractice && Active.Contains(market.State)).OrderBy(market => market.Event)
            .ToListAsync(cancellationToken);

    public Task<int> CountActiveOfAsync(string hostId, CancellationToken cancellationToken) =>
        db.Markets.CountAsync(market => market.HostId == hostId && Active.Contains(market.State), cancellationToken);

    public async Task<IReadOnlyList<Stake>> StakesAsync(long marketId, CancellationToken cancellationToken) =>
        await db.Stakes.Where(stake => stake.MarketId == marketId && !stake.IsWithdrawn).OrderBy(stake => stake.Id)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Stake>> StakesOfAsync(
        string personId, int count, CancellationToken cancellationToken) =>
        await db.Stakes.Where(stake => stake.PersonId == personId).OrderByDescending(stake => stake.Id).Take(count)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<AuditEntry>> AuditAsync(long marketId, CancellationToken cancellationToken) =>
        await db.Audit.Where(entry => EF.Property<long>(entry, "MarketId") == marketId).OrderBy(entry => entry.Id)
            .ToListAsync(cancellationToken);
}
