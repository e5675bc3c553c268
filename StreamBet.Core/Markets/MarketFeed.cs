namespace StreamBet.Core.Markets;

/// <summary>Tells that markets, stakes or names have changed, as soon as that is committed.</summary>
public sealed class MarketFeed
{
    /// <summary>Heard on the thread that committed: a handler takes note and does nothing else.</summary>
    public event Action<MarketChange>? Changed;

    internal void Publish(MarketChange change) => Changed?.Invoke(change);
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
