using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.HttpResults;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Web.Api.Contract;

namespace StreamBet.Web.Api;

/// <summary>Answers GET /api/bets. The newest page is written once and kept until a market changes or hides its odds; whoever
/// asks meanwhile gets the same bytes, or 304, without a read of the database.</summary>
internal sealed class BetPages(IUnitOfWorkFactory work, MarketFeed feed, BetWriter bets, JsonBytes json, TimeProvider time)
{
    // Each status with a few sizes; other sizes push these out, and memory stays bounded.
    private const int MaxKept = 8;

    private readonly ConcurrentDictionary<BetQuery, Kept> _kept = new();

    /// <summary>A page of markets, newest first.</summary>
    public async Task<FileContentHttpResult> ReadAsync(BetQuery query, CancellationToken cancellationToken)
    {
        // Before the read: what is committed during it may or may not be in it, and then it is read again.
        var revision = feed.Revision;
        if (_kept.TryGetValue(query, out var kept) && kept.Revision == revision && time.GetUtcNow() < kept.Until)
            return JsonBytes.Answer(kept.Page);
        var (markets, next) = await FindAsync(query, cancellationToken);

        // Now, and not before: a market that hid its odds meanwhile must not show them.
        var now = time.GetUtcNow();
        var page = json.Write(new BetsResponse([.. markets.Select(market => bets.Write(market, now))], next));
        if (query.Below is null)
        {
            if (_kept.Count >= MaxKept && !_kept.ContainsKey(query))
                _kept.Clear();
            _kept[query] = new Kept(
                page, revision, markets.Select(market => market.HidesAt).Where(hides => hides > now).Min() ?? DateTimeOffset.MaxValue);
        }

        return JsonBytes.Answer(page);
    }

    private async Task<(IReadOnlyList<Market> Markets, string? Next)> FindAsync(BetQuery query, CancellationToken cancellationToken)
    {
        var (below, status, size) = query;
        await using var unit = await work.ReadAsync(cancellationToken);
        var markets = await unit.Markets.ListAsync(below, status == "active", size + 1, cancellationToken);
        return markets.Count <= size
            ? (markets, null)
            : ([.. markets.Take(size)], $"/api/bets?below={markets[size - 1].Id}&count={size}{(status is null ? "" : $"&status={status}")}");
    }

    private sealed record Kept(JsonBytes.Written Page, long Revision, DateTimeOffset Until);
}

/// <summary>Which markets are asked for.</summary>
/// <param name="Below">Only those with a smaller number; null for the newest.</param>
/// <param name="Status"><c>active</c>, <c>all</c>, or null for all.</param>
/// <param name="Size">How many, 1 to 200.</param>
internal sealed record BetQuery(long? Below, string? Status, int Size);

/// <summary>A page of markets.</summary>
internal sealed record BetsResponse(IReadOnlyList<Bet> Bets, string? Next);
