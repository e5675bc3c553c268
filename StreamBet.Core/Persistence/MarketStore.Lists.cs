using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Markets;

namespace StreamBet.Core.Persistence;

/// <content>What lists and charts of markets show.</content>
internal sealed partial class MarketStore
{
    public async Task<IReadOnlyList<Market>> ListAsync(
        long? below, bool activeOnly, int count, CancellationToken cancellationToken, bool listedOnly = true) =>
        await db.Markets
            .Where(market => (below == null || market.Id < below) && (!activeOnly || Active.Contains(market.State))
                && (!listedOnly || !market.IsUnlisted))
            .OrderByDescending(market => market.Id).Take(count).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<Market>> SearchAsync(
        MarketSearch search, string personId, DateTimeOffset now, int count, CancellationToken cancellationToken)
    {
        var since = now - TimeSpan.FromDays(1);

        // A market that the operator took off the lists is still found by its host, and by whoever staked on it, among their own.
        var found = db.Markets
            .Where(market => search.Filter == MarketFilter.Mine || market.IsUnlisted == (search.Filter == MarketFilter.Unlisted))
            .Where(db.Contains<Market>(market => market.Event, search.Text.Trim()));
        found = search.Filter switch
        {
            MarketFilter.Open => found.Where(market => market.State == MarketState.Open),
            MarketFilter.Mine => found.Where(market => market.HostId == personId
                || db.Stakes.Any(stake => stake.MarketId == market.Id && stake.PersonId == personId && !stake.IsWithdrawn)),
            MarketFilter.Today => found.Where(market => market.EndedAt >= since),
            _ => found,
        };
        if (search.Order == MarketOrder.Pool)
            return await ByPoolAsync(found, search.Skip, now, count, cancellationToken);
        found = search.Order == MarketOrder.Closing
            ? found.OrderBy(market => market.State == MarketState.Open ? 0 : 1).ThenBy(market => market.ClosesAt).ThenBy(market => market.Id)
            : found.OrderByDescending(market => market.Id);
        return await found.Skip(search.Skip).Take(count).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<ListedMarket>> ListedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var listed = await db.Markets.Where(market => Active.Contains(market.State) && !market.IsPractice && !market.IsUnlisted)
            .Select(market => new { market.Id, market.HostId, market.State, market.Pool, market.ClosesAt, market.HiddenFor })
            .ToListAsync(cancellationToken);

        // The place of a market that hides its pool must not tell what was staked.
        return
        [
            .. listed.Select(market => new ListedMarket(
                market.Id, market.HostId,
                market.State == MarketState.Open && market.HiddenFor > TimeSpan.Zero && market.ClosesAt - market.HiddenFor <= now ? 0 : market.Pool.Total,
                market.ClosesAt)),
        ];
    }

    public async Task<IReadOnlyList<Market>> LatestOfHostAsync(string hostId, int count, CancellationToken cancellationToken) =>
        await db.Markets.Where(market => market.HostId == hostId && !market.IsUnlisted).OrderByDescending(market => market.Id).Take(count)
            .ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<PoolStep>> PoolStepsAsync(long marketId, int count, CancellationToken cancellationToken)
    {
        Value market = new("@market", marketId);
        var first = await sql.NumberAsync(
            "SELECT MIN(PlacedAt) FROM stakes WHERE MarketId = @market AND NOT IsWithdrawn", cancellationToken, market);
        var last = await sql.NumberAsync(
            "SELECT MAX(PlacedAt) FROM stakes WHERE MarketId = @market AND NOT IsWithdrawn", cancellationToken, market);
        List<PoolStep> steps = [];
        if (first is null || last is null)
            return steps;
        await using var rows = await sql.ReadAsync(
            """
            SELECT MAX(PlacedAt), SUM(CASE WHEN Side = 'Yes' THEN Amount ELSE 0 END), SUM(CASE WHEN Side = 'No' THEN Amount ELSE 0 END)
            FROM stakes WHERE MarketId = @market AND NOT IsWithdrawn GROUP BY (PlacedAt - @first) / @step ORDER BY 1
            """,
            cancellationToken, market, new("@first", first), new("@step", ((last - first) / count) + 1));
        while (await rows.ReadAsync(cancellationToken))
            steps.Add(new PoolStep(new DateTimeOffset(rows.GetInt64(0), TimeSpan.Zero), rows.GetInt64(1), rows.GetInt64(2)));
        return steps;
    }

    public async Task<IReadOnlyList<Stake>> LatestStakesAsync(long marketId, int count, CancellationToken cancellationToken) =>
        await db.Stakes.Where(stake => stake.MarketId == marketId && !stake.IsWithdrawn)
            .OrderByDescending(stake => stake.Id).Take(count).ToListAsync(cancellationToken);

    private async Task<IReadOnlyList<Market>> ByPoolAsync(
        IQueryable<Market> found, int skip, DateTimeOffset now, int count, CancellationToken cancellationToken)
    {
        var pools = await found
            .Select(market => new { market.Id, market.State, market.Pool, market.ClosesAt, market.HiddenFor }).ToListAsync(cancellationToken);
        var ids = pools
            .OrderByDescending(market =>
                market.State == MarketState.Open && market.HiddenFor > TimeSpan.Zero && market.ClosesAt - market.HiddenFor <= now ? 0 : market.Pool.Total)
            .ThenByDescending(market => market.Id).Skip(skip).Take(count).Select(market => market.Id).ToList();
        return [.. (await FindManyAsync(ids, cancellationToken)).OrderBy(market => ids.IndexOf(market.Id))];
    }
}
