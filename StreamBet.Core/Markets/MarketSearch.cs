namespace StreamBet.Core.Markets;

/// <summary>Which markets a person wants to see.</summary>
public sealed record MarketSearch
{
    /// <summary>Text that their question must contain, whatever the case of A to Z; empty for any.</summary>
    public string Text { get; init; } = "";

    /// <summary>Which of them.</summary>
    public MarketFilter Filter { get; init; }

    /// <summary>Their order.</summary>
    public MarketOrder Order { get; init; }

    /// <summary>How many to leave out.</summary>
    public int Skip { get; init; }
}

/// <summary>Which markets are shown.</summary>
public enum MarketFilter
{
    /// <summary>All.</summary>
    All,

    /// <summary>Those that take stakes.</summary>
    Open,

    /// <summary>Those that the person hosts or holds a stake in.</summary>
    Mine,

    /// <summary>Those that ended within the last 24 hours, void ones included.</summary>
    Today,

    /// <summary>Those that the operator took off the lists; only for operators.</summary>
    Unlisted,
}

/// <summary>In which order markets are shown.</summary>
public enum MarketOrder
{
    /// <summary>The newest first.</summary>
    Newest,

    /// <summary>The one that closes next first.</summary>
    Closing,

    /// <summary>The largest pool first; those that hide theirs come last, since their place must not tell what was
    /// staked.</summary>
    Pool,
}
