using Microsoft.Extensions.Logging;

namespace StreamBet.Core.Markets;

/// <summary>Announces changes of markets, stakes or names once they are committed.</summary>
public sealed partial class MarketFeed(ILogger<MarketFeed> logger)
{
    private long _revision;

    /// <summary>Raised after the commit, on the committing thread; handlers must return quickly. An exception from a
    /// handler affects neither the other handlers nor the committer.</summary>
    public event Action<MarketChange>? Changed;

    /// <summary>How many commits have changed markets, stakes or names since the start. It advances before the committer
    /// knows of the commit, so what was read at an earlier revision may be old and what was read at this one is not.</summary>
    public long Revision => Volatile.Read(ref _revision);

    internal void Advance() => Interlocked.Increment(ref _revision);

    internal void Publish(MarketChange change)
    {
        foreach (var handler in Changed?.GetInvocationList().Cast<Action<MarketChange>>() ?? [])
        {
            try
            {
                handler(change);
            }
            catch (Exception fault)
            {
                LogHandlerFailed(fault);
            }
        }
    }

    [LoggerMessage(241, LogLevel.Error, "A subscriber to market changes failed; the others were told.")]
    private partial void LogHandlerFailed(Exception exception);
}

/// <summary>The markets that have changed, and the people whose stakes, credits or names have.</summary>
public sealed class MarketChange
{
    private readonly HashSet<string> _people = new(StringComparer.Ordinal);
    private readonly HashSet<long> _markets = [];
    private bool _isEveryone;

    /// <summary>The numbers of the markets.</summary>
    public IReadOnlyCollection<long> Markets => _markets;

    /// <summary>The ids of the people, without those whom it concerns because it concerns everyone.</summary>
    public IReadOnlyCollection<string> People => _people;

    /// <summary>Whether the change may concern this person.</summary>
    public bool Concerns(string personId) => _isEveryone || _people.Contains(personId);

    /// <summary>Adds a market.</summary>
    public void Add(long marketId) => _markets.Add(marketId);

    /// <summary>Adds a person.</summary>
    public void Add(string personId) => _people.Add(personId);

    /// <summary>Adds everyone.</summary>
    public void AddEveryone() => _isEveryone = true;

    /// <summary>Adds the markets of another change, and everyone whom it concerns.</summary>
    public void Add(MarketChange other)
    {
        _markets.UnionWith(other._markets);
        _people.UnionWith(other._people);
        _isEveryone |= other._isEveryone;
    }
}
