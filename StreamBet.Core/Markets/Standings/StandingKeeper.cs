using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Core.Markets.Standings;

/// <summary>Keeps everyone's standing in memory. It is counted anew when somebody asks after a market has ended, and for the week
/// at least every ten minutes.</summary>
public sealed class StandingKeeper(IUnitOfWorkFactory work, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _counting = new(1);
    private Counted _counted = new(
        null, DateTimeOffset.MinValue, new(new Dictionary<string, Standing>(), new Dictionary<string, Standing>()));

    /// <summary>Everyone's standing by their id, ever and this week; without names.</summary>
    public async Task<Standings<IReadOnlyDictionary<string, Standing>>> ReadAsync(CancellationToken cancellationToken)
    {
        await _counting.WaitAsync(cancellationToken);
        try
        {
            // Reading is synchronous in SQLite, and may be long.
            return await Task.Run(() => CountAsync(cancellationToken), cancellationToken);
        }
        finally
        {
            _counting.Release();
        }
    }

    /// <summary>The people who are ranked, best first.</summary>
    /// <param name="isThisWeek">Counts only the last seven days.</param>
    /// <param name="byShare">Ranks by the share of right calls instead of the net.</param>
    /// <param name="count">The maximum number of people.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<Standing>> RankAsync(
        bool isThisWeek, bool byShare, int count, CancellationToken cancellationToken)
    {
        var all = await ReadAsync(cancellationToken);
        var ranked = (isThisWeek ? all.Week : all.Ever).Values.Where(standing => standing.Verdicts >= Standing.MinVerdicts);
        List<Standing> best =
        [
            .. (byShare
                ? ranked.OrderByDescending(standing => standing.Share).ThenByDescending(standing => standing.Net)
                : ranked.OrderByDescending(standing => standing.Net).ThenByDescending(standing => standing.Share))
                .ThenBy(standing => standing.PersonId, StringComparer.Ordinal).Take(count),
        ];
        await using var unit = await work.ReadAsync(cancellationToken);
        var names = await unit.People.NamesAsync([.. best.Select(standing => standing.PersonId)], cancellationToken);
        return [.. best.Select(standing => standing with { Name = names.GetValueOrDefault(standing.PersonId, "") })];
    }

    /// <inheritdoc/>
    public void Dispose() => _counting.Dispose();

    private async Task<Standings<IReadOnlyDictionary<string, Standing>>> CountAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var unit = await work.ReadAsync(cancellationToken);
        var store = unit.Store<IStandingStore>();
        var last = await store.LastEndAsync(cancellationToken);
        if (last == _counted.LastEnd && now - _counted.At < MaxAge)
            return _counted.Standings;
        var ever = last == _counted.LastEnd
            ? _counted.Standings.Ever
            : ByPerson(await store.AllAsync(DateTimeOffset.UnixEpoch, cancellationToken));
        _counted = new Counted(last, now, new(ever, ByPerson(await store.AllAsync(now - Week, cancellationToken))));
        return _counted.Standings;
    }

    private static Dictionary<string, Standing> ByPerson(IReadOnlyList<Standing> standings) =>
        standings.ToDictionary(standing => standing.PersonId, StringComparer.Ordinal);

    private sealed record Counted(
        DateTimeOffset? LastEnd, DateTimeOffset At, Standings<IReadOnlyDictionary<string, Standing>> Standings);
}
