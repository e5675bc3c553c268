using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Persistence;

internal sealed partial class MarketStore(StreamBetDb db, Statements sql) : IMarketStore
{
    // With more stakers than this, everyone is notified, which is cheaper than naming them.
    private const int MaxNamed = 1_000;

    private static readonly MarketState[] Active =
        [MarketState.Open, MarketState.Locked, MarketState.Deciding, MarketState.Review];

    public async Task AddAsync(Market market, CancellationToken cancellationToken)
    {
        db.Markets.Add(market);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task AddAsync(Stake stake, CancellationToken cancellationToken)
    {
        stake.Id = (await sql.NumberAsync(
            """
            INSERT INTO stakes (MarketId, PersonId, Side, Amount, PlacedAt, IsWithdrawn)
            VALUES (@market, @person, @side, @amount, @at, FALSE) RETURNING Id
            """,
            cancellationToken,
            new("@market", stake.MarketId), new("@person", stake.PersonId), new("@side", stake.Side.ToString()),
            new("@amount", stake.Amount), new("@at", stake.PlacedAt.UtcTicks)))!.Value;
        db.Touch(stake.PersonId);
    }

    public async Task<IReadOnlyList<Stake>> WithdrawAsync(
        long marketId, IReadOnlyCollection<string> personIds, CancellationToken cancellationToken)
    {
        var stakes = await db.Stakes
            .Where(stake => stake.MarketId == marketId && personIds.Contains(stake.PersonId) && !stake.IsWithdrawn)
            .OrderBy(stake => stake.Id).ToListAsync(cancellationToken);
        foreach (var stake in stakes)
        {
            (stake.Returned, stake.IsWithdrawn) = (stake.Amount, true);
            db.Touch(stake.PersonId);
        }

        return stakes;
    }

    public async Task SettleAsync(Market market, Payouts payouts, CancellationToken cancellationToken)
    {
        // 128 MiB, enough to write the pages of a million balances only once each, and to sort them in memory.
        await sql.RunAsync(db.Database.IsSqlite() ? "PRAGMA cache_size = -131072" : "SET LOCAL work_mem = '128MB'", cancellationToken);
        Value[] about =
        [
            new("@market", market.Id), new("@winner", payouts.Winner?.ToString() ?? ""), new("@prize", payouts.Prize),
            new("@winning", payouts.Winning),
        ];
        var shares = await sql.NumberAsync(
            """
            SELECT SUM(Amount * @prize / @winning) FROM stakes
            WHERE MarketId = @market AND NOT IsWithdrawn AND (@winner = '' OR Side = @winner)
            """,
            cancellationToken, about) ?? 0;
        var (remainder, id) = await FindLastWithMoreAsync(about, payouts.Prize - shares, cancellationToken);
        await sql.RunAsync(
            """
            UPDATE stakes SET Returned = CASE
              WHEN @winner <> '' AND Side <> @winner THEN 0
              WHEN Amount * @prize % @winning > @remainder OR (Amount * @prize % @winning = @remainder AND Id <= @last)
                THEN Amount * @prize / @winning + 1
              ELSE Amount * @prize / @winning END
            WHERE MarketId = @market AND NOT IsWithdrawn
            """,
            cancellationToken, [.. about, new("@remainder", remainder), new("@last", id)]);
        await TouchStakersAsync(market.Id, cancellationToken);
    }

    // Credits that rounding left go to the largest remainders, one each: the last stake that gets one, in this order.
    private async Task<(long Remainder, long Id)> FindLastWithMoreAsync(Value[] about, long left, CancellationToken cancellationToken)
    {
        if (left == 0)
            return (long.MaxValue, 0);
        await using var last = await sql.ReadAsync(
            """
            SELECT Amount * @prize % @winning AS remainder, Id FROM stakes
            WHERE MarketId = @market AND NOT IsWithdrawn AND (@winner = '' OR Side = @winner)
            ORDER BY remainder DESC, Id LIMIT 1 OFFSET @before
            """,
            cancellationToken, [.. about, new("@before", left - 1)]);
        await last.ReadAsync(cancellationToken);
        return (last.GetInt64(0), last.GetInt64(1));
    }

    public Task<Market?> FindAsync(long id, CancellationToken cancellationToken) =>
        db.Markets.FirstOrDefaultAsync(market => market.Id == id, cancellationToken);

    public async Task<IReadOnlyList<Market>> FindManyAsync(
        IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
        await db.Markets.Where(market => ids.Contains(market.Id)).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Market>> BoundToAsync(Guid jobId, CancellationToken cancellationToken) =>
        await db.Markets
            .Where(market => market.JobId == jobId && market.PaysAt == null
                && (market.State == MarketState.Locked || market.State == MarketState.Deciding))
            .OrderBy(market => market.Id).ToListAsync(cancellationToken);

    // The evidence of a decided market comes from its deciding job, so only this job's markets and the active ones can
    // match.
    public async Task<bool> IsEvidenceAsync(Guid jobId, CancellationToken cancellationToken)
    {
        var markets = await db.Markets.Where(market => market.JobId == jobId || Active.Contains(market.State))
            .ToListAsync(cancellationToken);
        return markets.Exists(market =>
            (market.JobId == jobId && market.Verdict is not null) || market.Evidence.Any(moment => moment.JobId == jobId));
    }

    public async Task<bool> IsBeforePeopleAsync(Guid jobId, CancellationToken cancellationToken)
    {
        // Few markets are before people at a time.
        var markets = await db.Markets
            .Where(market => market.State == MarketState.Review || (market.State == MarketState.Deciding && market.PaysAt != null))
            .ToListAsync(cancellationToken);
        return markets.Exists(market => market.JobId == jobId || market.Review?.EarlierJobId == jobId);
    }

    public async Task<IReadOnlyList<Market>> DueAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Markets.Where(market => market.DueAt <= now).OrderBy(market => market.DueAt).ThenBy(market => market.Id)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Market>> ActiveOfAsync(string hostId, CancellationToken cancellationToken) =>
        await db.Markets.Where(market => market.HostId == hostId && Active.Contains(market.State)).OrderBy(market => market.Id)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Market>> InReviewAsync(
        string? personId, int count, CancellationToken cancellationToken) =>
        await db.Markets.Where(market => market.State == MarketState.Review)
            .Where(market => personId == null || market.HostId == personId
                || db.Moderators.Any(named => named.HostId == market.HostId && named.PersonId == personId)
                || db.Stakes.Any(stake => stake.MarketId == market.Id && stake.PersonId == personId))
            .OrderBy(market => market.DueAt).ThenBy(market => market.Id).Take(count).ToListAsync(cancellationToken);

    public void Tell(string personId) => db.Touch(personId);

    public async Task<IReadOnlyList<string>> ModeratorsOfAsync(string hostId, CancellationToken cancellationToken) =>
        await db.Moderators.Where(moderator => moderator.HostId == hostId).OrderBy(moderator => moderator.NamedAt)
            .ThenBy(moderator => moderator.PersonId).Select(moderator => moderator.PersonId).ToListAsync(cancellationToken);

    public void Add(Moderator moderator) => db.Moderators.Add(moderator);

    public async Task RemoveModeratorAsync(string hostId, string personId, CancellationToken cancellationToken) =>
        await db.Moderators.Where(moderator => moderator.HostId == hostId && moderator.PersonId == personId)
            .ExecuteDeleteAsync(cancellationToken);

    public async Task<IReadOnlyList<Market>> EndedAsync(bool isPractice, int count, CancellationToken cancellationToken) =>
        await db.Markets.Where(market => market.EndedAt != null && market.IsPractice == isPractice && !market.IsUnlisted)
            .OrderByDescending(market => market.EndedAt).ThenByDescending(market => market.Id).Take(count)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<long>> OfEarlierRuleAsync(CancellationToken cancellationToken) =>
        await db.Markets.Where(market => market.Rule < CriterionEvaluator.Version && Active.Contains(market.State))
            .OrderBy(market => market.Id).Select(market => market.Id).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Market>> ActivePracticeAsync(CancellationToken cancellationToken) =>
        await db.Markets.Where(market => market.IsPractice && Active.Contains(market.State)).OrderBy(market => market.Event)
            .ToListAsync(cancellationToken);

    public Task RemoveModeratorsAsync(string personId, CancellationToken cancellationToken) =>
        db.Moderators.Where(moderator => moderator.HostId == personId || moderator.PersonId == personId)
            .ExecuteDeleteAsync(cancellationToken);

    public async Task<IReadOnlyList<Market>> HostedByAsync(
        string hostId, long after, int count, CancellationToken cancellationToken) =>
        await db.Markets.Where(market => market.HostId == hostId && market.Id > after).OrderBy(market => market.Id).Take(count)
            .ToListAsync(cancellationToken);

    public Task<Market?> LatestOfAsync(string? hostId, CancellationToken cancellationToken) =>
        db.Markets.Where(market => (hostId == null || market.HostId == hostId) && !market.IsPractice && !market.IsUnlisted)
            .OrderByDescending(market => market.Id).FirstOrDefaultAsync(cancellationToken);

    public Task<int> CountActiveOfAsync(string hostId, CancellationToken cancellationToken) =>
        db.Markets.CountAsync(market => market.HostId == hostId && Active.Contains(market.State), cancellationToken);

    public async Task<IReadOnlyList<Stake>> StakesOfAsync(
        string personId, long? below, int count, CancellationToken cancellationToken) =>
        await db.Stakes.Where(stake => stake.PersonId == personId && (below == null || stake.Id < below))
            .OrderByDescending(stake => stake.Id).Take(count).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Stake>> EndedStakesOfAsync(
        string personId, int count, CancellationToken cancellationToken) =>
        await db.Stakes.Where(stake => stake.PersonId == personId && stake.Returned != null)
            .OrderByDescending(stake => stake.Id).Take(count).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<MarketPosition>> PositionsOfAsync(string personId, CancellationToken cancellationToken) =>
        await db.Stakes.Where(stake => stake.PersonId == personId && stake.Returned == null)
            .GroupBy(stake => new { stake.MarketId, stake.Side })
            .OrderByDescending(side => side.Key.MarketId).ThenBy(side => side.Key.Side)
            .Select(side => new MarketPosition(side.Key.MarketId, side.Key.Side, side.Sum(stake => stake.Amount), null))
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<MarketPosition>> EndedPositionsOfAsync(
        string personId, int count, CancellationToken cancellationToken) =>
        await db.Stakes.Where(stake => stake.PersonId == personId && stake.Returned != null && !stake.IsWithdrawn)
            .GroupBy(stake => new { stake.MarketId, stake.Side })
            .OrderByDescending(side => side.Key.MarketId).ThenBy(side => side.Key.Side).Take(count)
            .Select(side => new MarketPosition(
                side.Key.MarketId, side.Key.Side, side.Sum(stake => stake.Amount), side.Sum(stake => stake.Returned)))
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<StakeTotals>> TotalsOfAsync(
        string personId, CancellationToken cancellationToken) =>
        await db.Stakes.Where(stake => stake.PersonId == personId && stake.Returned != null)
            .Join(
                db.Markets, stake => stake.MarketId, market => market.Id,
                (stake, market) => new { market.IsPractice, stake.Amount, stake.Returned })
            .GroupBy(stake => stake.IsPractice)
            .Select(unit => new StakeTotals(
                unit.Key ? Currency.Practice : Currency.Credits, unit.Sum(stake => stake.Amount),
                unit.Sum(stake => stake.Returned!.Value)))
            .ToListAsync(cancellationToken);

    // Asked with every stake, so it is a prepared statement.
    public async Task<bool> HasStakeAsync(long marketId, string personId, CancellationToken cancellationToken) =>
        await sql.NumberAsync(
            "SELECT 1 FROM stakes WHERE PersonId = @person AND MarketId = @market AND NOT IsWithdrawn LIMIT 1", cancellationToken,
            new("@person", personId), new("@market", marketId)) is not null;

    public async Task<IReadOnlyList<Stake>> StakesInAsync(
        long marketId, string personId, CancellationToken cancellationToken) =>
        await db.Stakes
            .Where(stake => stake.PersonId == personId && stake.MarketId == marketId && !stake.IsWithdrawn)
            .OrderBy(stake => stake.Id).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<AuditEntry>> LatestAuditAsync(
        long marketId, long? below, int count, CancellationToken cancellationToken) =>
        await db.Audit.Where(entry => EF.Property<long>(entry, "MarketId") == marketId && (below == null || entry.Id < below))
            .OrderByDescending(entry => entry.Id).Take(count).ToListAsync(cancellationToken);

    public Task<int> TrimAuditAsync(DateTimeOffset before, int count, CancellationToken cancellationToken) => sql.RunAsync(
        """
        DELETE FROM market_audit WHERE Id IN (
          SELECT entry.Id FROM market_audit AS entry JOIN markets ON markets.Id = entry.MarketId
          WHERE markets.EndedAt <= @before AND entry.At <= @before LIMIT @count)
        """,
        cancellationToken, new("@before", before.UtcTicks), new("@count", count));

    public async Task<IReadOnlyList<AuditEntry>> AuditAsync(long marketId, CancellationToken cancellationToken) =>
        await db.Audit.Where(entry => EF.Property<long>(entry, "MarketId") == marketId).OrderBy(entry => entry.Id)
            .ToListAsync(cancellationToken);

    private async Task TouchStakersAsync(long marketId, CancellationToken cancellationToken)
    {
        var people = await db.Stakes.Where(stake => stake.MarketId == marketId && !stake.IsWithdrawn)
            .Select(stake => stake.PersonId).Distinct().Take(MaxNamed + 1).ToListAsync(cancellationToken);
        if (people.Count > MaxNamed)
            db.TouchEveryone();
        foreach (var person in people)
            db.Touch(person);
    }
}
