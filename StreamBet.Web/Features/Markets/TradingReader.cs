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
public sealed record Trading(Pool Pool, IReadOnlyList<PoolPoint> Points, IReadOnlyList<NamedStake> Latest)
{
    /// <summary>The points as a line; null without any.</summary>
    public OddsLine? Line { get; } = Points.Count > 0 ? new OddsLine(Points) : null;
}

/// <summary>A market's pool at one time.</summary>
/// <param name="At">The time.</param>
/// <param name="Pool">The pool.</param>
public sealed record PoolPoint(DateTimeOffset At, Pool Pool);

/// <summary>A stake as everyone sees it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Who">The person's name.</param>
/// <param name="Side">The side.</param>
/// <param name="Amount">Whole credits.</param>
/// <param name="At">When it was placed.</param>
public sealed record NamedStake(long Id, string Who, Outcome Side, long Amount, DateTimeOffset At);

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
        var reading = new TaskCompletionSource<Trading>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Begin(view.Market.Id, pool, reading) is { } begun)
            return await begun.WaitAsync(cancellationToken);
        try
        {
            // Not cancelled with the page that happened to come first: all others wait for it.
            var trading = await ReadAsync(view.Market, pool);
            reading.SetResult(trading);
            return trading;
        }
        catch (Exception exception)
        {
            Forget(view.Market.Id, reading.Task);
            reading.SetException(exception);
            throw;
        }
    }

    // The reading of this pool that has begun; null if it begins now. Pages that are behind find the one before the newest.
    private Task<Trading>? Begin(long marketId, Pool pool, TaskCompletionSource<Trading> reading)
    {
        lock (_gate)
        {
            var known = Find(marketId);
            if (known.Newest?.Pool == pool)
                return known.Newest.Trading;
            if (known.Previous?.Pool == pool)
                return known.Previous.Trading;
            (known.Previous, known.Newest) = (known.Newest, new Reading(pool, reading.Task));
            return null;
        }
    }

    private void Forget(long marketId, Task<Trading> failed)
    {
        lock (_gate)
        {
            var known = Find(marketId);
            if (known.Newest?.Trading == failed)
                known.Newest = null;
            if (known.Previous?.Trading == failed)
                known.Previous = null;
        }
    }

    private Trading? Last(long marketId)
    {
        lock (_gate)
            return Find(marketId).Last;
    }

    private async Task<Trading> ReadAsync(Market market, Pool pool)
    {
        var (marketId, before) = (market.Id, Last(market.Id));
        await using var unit = await work.ReadAsync(CancellationToken.None);

        // The pool may have become hidden since it was shown.
        var stakes = (await unit.Markets.LatestStakesAsync(marketId, MaxLatest, CancellationToken.None))
            .Where(stake => !(stake.PlacedAt >= market.HidesAt)).ToList();
        var names = await unit.People.NamesAsync([.. stakes.Select(stake => stake.PersonId).Distinct()], CancellationToken.None);
        IReadOnlyList<NamedStake> latest =
        [
            .. stakes.Select(stake => new NamedStake(
                stake.Id, DisplayText.Marked(MarketReader.NameOf(stake.PersonId, names)), stake.Side, stake.Amount, stake.PlacedAt)),
        ];

        // A pool that shrank lost a stake from its past, and where many came at once, not all of them are read.
        IReadOnlyList<PoolPoint> points = before is { Latest: [var known, ..] } && pool.Yes >= before.Pool.Yes && pool.No >= before.Pool.No
            && latest.Any(stake => stake.Id == known.Id)
            ? [.. Thinned(before.Points), new PoolPoint(latest[0].At, pool)]
            : Sum((await unit.Markets.PoolStepsAsync(marketId, MaxPoints / 2, CancellationToken.None)).Where(step => !(step.At >= market.HidesAt)));
        var trading = new Trading(pool, points, latest);
        lock (_gate)
            Find(marketId).Last = trading;
        return trading;
    }

    private static List<PoolPoint> Sum(IEnumerable<PoolStep> steps)
    {
        var (pool, points) = (default(Pool), new List<PoolPoint>());
        foreach (var step in steps)
            points.Add(new PoolPoint(step.At, pool = new Pool(pool.Yes + step.Yes, pool.No + step.No)));
        return points;
    }

    // Every second point, when there are too many.
    private static IEnumerable<PoolPoint> Thinned(IReadOnlyList<PoolPoint> points) =>
        points.Count < MaxPoints ? points : points.Where((_, place) => place % 2 == 0);

    // Called with the gate closed.
    private Known Find(long marketId)
    {
        if (_known.TryGetValue(marketId, out var known))
            return known;
        if (_known.Count == MaxMarkets)
            _known.Remove(_known.MinBy(other => other.Value.Number).Key);
        return _known[marketId] = new Known(_known.Count == 0 ? 0 : _known.Values.Max(other => other.Number) + 1);
    }

    private sealed record Known(long Number)
    {
        public Reading? Newest { get; set; }

        public Reading? Previous { get; set; }

        // The last that was read.
        public Trading? Last { get; set; }
    }

    private sealed record Reading(Pool Pool, Task<Trading> Trading);
}
