using Microsoft.Extensions.Logging;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Markets;

/// <summary>Announces changes of markets, stakes or names once they are committed, by whichever server.</summary>
public sealed partial class MarketFeed
{
    private const string Topic = "markets";

    private readonly ServerNews _news;
    private readonly ILogger<MarketFeed> _logger;
    private long _revision;

    /// <summary>Announces what this server commits, and what others tell.</summary>
    public MarketFeed(ServerNews news, ILogger<MarketFeed> logger)
    {
        (_news, _logger) = (news, logger);
        news.Hear<ToldChange>(Topic, told => Take(told.ToChange()));
        news.Missed += () => Take(MarketChange.OfAnything());
    }

    /// <summary>Raised after the commit, on the committing thread; handlers must return quickly. An exception from a
    /// handler affects neither the other handlers nor the committer.</summary>
    public event Action<MarketChange>? Changed;

    /// <summary>How many commits have changed markets, stakes or names since the start. It advances before the committer
    /// knows of the commit, so what was read at an earlier revision may be old and what was read at this one is not.</summary>
    public long Revision => Volatile.Read(ref _revision);

    internal void Advance() => Interlocked.Increment(ref _revision);

    internal void Publish(MarketChange change)
    {
        Raise(change);
        _news.Tell(Topic, ToldChange.Of(change));
    }

    private void Take(MarketChange change)
    {
        Advance();
        Raise(change);
    }

    private void Raise(MarketChange change)
    {
        foreach (var handler in Changed?.GetInvocationList().Cast<Action<MarketChange>>() ?? [])
        {
            try
            {
                handler(change);
            }
            catch (Exception fault)
            {
                LogHandlerFailed(_logger, fault);
            }
        }
    }

    [LoggerMessage(241, LogLevel.Error, "A subscriber to market changes failed; the others were told.")]
    private static partial void LogHandlerFailed(ILogger logger, Exception exception);
}

/// <summary>A change as servers tell it to each other.</summary>
internal sealed record ToldChange(IReadOnlyCollection<long> Markets, IReadOnlyCollection<string> People, bool IsEveryone)
{
    public static ToldChange Of(MarketChange change) => new(change.Markets, change.People, change.IsEveryone);

    public MarketChange ToChange()
    {
        var change = new MarketChange();
        foreach (var market in Markets)
            change.Add(market);
        foreach (var person in People)
            change.Add(person);
        if (IsEveryone)
            change.AddEveryone();
        return change;
    }
}

/// <summary>The markets that have changed, and the people whose stakes, credits or names have.</summary>
public sealed class MarketChange
{
    private readonly HashSet<string> _people = new(StringComparer.Ordinal);
    private readonly HashSet<long> _markets = [];

    /// <summary>A change of which only is known that there may have been one.</summary>
    public static MarketChange OfAnything()
    {
        var change = new MarketChange { IsAnything = true };
        change.AddEveryone();
        return change;
    }

    /// <summary>The numbers of the markets.</summary>
    public IReadOnlyCollection<long> Markets => _markets;

    /// <summary>The ids of the people, without those whom it concerns because it concerns everyone.</summary>
    public IReadOnlyCollection<string> People => _people;

    /// <summary>Whether other markets may have changed too.</summary>
    public bool IsAnything { get; private set; }

    /// <summary>Whether it concerns everyone.</summary>
    public bool IsEveryone { get; private set; }

    /// <summary>Whether the change may concern this person.</summary>
    public bool Concerns(string personId) => IsEveryone || _people.Contains(personId);

    /// <summary>Adds a market.</summary>
    public void Add(long marketId) => _markets.Add(marketId);

    /// <summary>Adds a person.</summary>
    public void Add(string personId) => _people.Add(personId);

    /// <summary>Adds everyone.</summary>
    public void AddEveryone() => IsEveryone = true;

    /// <summary>Adds the markets of another change, and everyone whom it concerns.</summary>
    public void Add(MarketChange other)
    {
        _markets.UnionWith(other._markets);
        _people.UnionWith(other._people);
        IsEveryone |= other.IsEveryone;
        IsAnything |= other.IsAnything;
    }
}
