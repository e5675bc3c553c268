using Microsoft.Extensions.Logging;

namespace StreamBet.Core.Markets;

/// <summary>Tells that markets, stakes or names have changed, as soon as that is committed.</summary>
public sealed partial class MarketFeed(ILogger<MarketFeed> logger)
{
    /// <summary>Raised after the commit, on the thread that committed: a handler takes note and does nothing else. A handler that
    /// throws harms neither the others nor the one who committed.</summary>
    public event Action<MarketChange>? Changed;

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

/// <summary>Whose stakes, credits or names have changed besides the markets.</summary>
public sealed class MarketChange
{
    private readonly HashSet<string> _people = new(StringComparer.Ordinal);
    private bool _isEveryone;

    /// <summary>Whether those of a person may have.</summary>
    public bool Concerns(string personId) => _isEveryone || _people.Contains(personId);

    /// <summary>Adds a person.</summary>
    public void Add(string personId) => _people.Add(personId);

    /// <summary>Adds all there are.</summary>
    public void AddEveryone() => _isEveryone = true;

    /// <summary>Adds whoever another change concerns.</summary>
    public void Add(MarketChange other)
    {
        _people.UnionWith(other._people);
        _isEveryone |= other._isEveryone;
    }
}
