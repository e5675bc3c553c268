using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;
using StreamBet.Web.Shared.Board;

namespace StreamBet.Web.Features.Markets;

/// <summary>How a market's pool came about.</summary>
/// <param name="Pool">The pool at the last of the points.</param>
/// <param name="Points">The pool over time, oldest first.</param>
/// <param name="Latest">The latest stakes, newest first.</param>
public sealed record Trading(Pool Pool, IReadOnlyList<PoolPoint> Points, IReadOnlyList<NamedStake> Latest);

/// <summary>A market's pool at one time.</summary>
/// <param name="At">The time.</param>
/// <param name="Pool">The pool.</param>
public sealed record PoolPoint(DateTimeOffset At, Pool Pool);

/// <summary>A stake as everyone sees it.</summary>
/// <param name="Who">The person's name.</param>
/// <param name="Side">The side.</param>
/// <param name="Amount">Whole credits.</param>
/// <param name="At">When it was placed.</param>
public sealed record NamedStake(string Who, Outcome Side, long Amount, DateTimeOffset At);

/// <summary>Reads how pools came about. A change is read once for all who look at the market, and the past of a pool only
/// once: later points come from the board.</summary>
internal sealed class TradingReader(IUnitOfWorkFactory work)
{
    private const int MaxMarkets = 64;
    private const int MaxPoints = 200;
    private const int MaxLatest = 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, Known> _known = [];

    /// <summary>How the pool of a market came about; null while it is hidden.</summary>
    public async Task<Trading?> ReadAsync(MarketView view, CancellationToken cancellationToken)
    {
        if (view.Pool is not { } pool)
            return null;
        var known = Find(view.Market.Id);
        await known.Turn.WaitAsync(cancellationToken);
        try
        {
            if (known.Trading?.Pool != pool)
                known.Trading = await ReadAsync(view.Market, pool, known.Trading, cancellationToken);
            return known.Trading;
        }
        finally
        {
            known.Turn.Release();
        }
    }

    private async Task<Trading> ReadAsync(Market market, Pool pool, Trading? before, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var stakes = await unit.Markets.LatestStakesAsync(market.Id, MaxLatest, cancellationToken);
        var names = await unit.People.NamesAsync([.. stakes.Select(stake => stake.PersonId).Distinct()], cancellationToken);
        IReadOnlyList<NamedStake> latest =
        [
            .. stakes.Select(stake => new NamedStake(
                DisplayText.Marked(MarketReader.NameOf(stake.PersonId, names)), stake.Side, stake.Amount, stake.PlacedAt)),
        ];

        // A pool that shrank lost a stake from its past.
        IReadOnlyList<PoolPoint> points = before is not null && pool.Yes >= before.Pool.Yes && pool.No >= before.Pool.No && latest.Count > 0
            ? [.. Thinned(before.Points), new PoolPoint(latest[0].At, pool)]
            : Sum(await unit.Markets.PoolStepsAsync(market.Id, MaxPoints / 2, cancellationToken));
        return new Trading(pool, points, latest);
    }

    private static List<PoolPoint> Sum(IReadOnlyList<PoolStep> steps)
    {
        var (pool, points) = (default(Pool), new List<PoolPoint>());
        foreach (var step in steps)
            points.Add(new PoolPoint(step.At, pool = new Pool(pool.Yes + step.Yes, pool.No + step.No)));
        return points;
    }

    // Every second point, when there are too many.
    private static IEnumerable<PoolPoint> Thinned(IReadOnlyList<PoolPoint> points) =>
        points.Count < MaxPoints ? points : points.Where((_, place) => place % 2 == 0);

    private Known Find(long marketId)
    {
        lock (_gate)
        {
            if (_known.TryGetValue(marketId, out var known))
                return known;
            if (_known.Count == MaxMarkets)
                _known.Remove(_known.MinBy(other => other.Value.Number).Key);
            return _known[marketId] = new Known(_known.Count == 0 ? 0 : _known.Values.Max(other => other.Number) + 1);
        }
    }

    private sealed record Known(long Number)
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public Trading? Trading { get; set; }
    }
}
