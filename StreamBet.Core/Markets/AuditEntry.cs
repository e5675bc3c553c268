namespace StreamBet.Core.Markets;

/// <summary>One change of a market's state.</summary>
public sealed class AuditEntry
{
    private AuditEntry()
    {
    }

    internal AuditEntry(string who, DateTimeOffset at, MarketState? from, MarketState to, string why)
    {
        Who = who;
        At = at;
        From = from;
        To = to;
        Why = why;
    }

    /// <summary>Its number, in writing order.</summary>
    public long Id { get; private set; }

    /// <summary>The person's id, or <c>system</c>.</summary>
    public string Who { get; private set; } = "";

    /// <summary>The name that they had then; null in entries of 0.1.0 by the server, or by someone unknown.</summary>
    public string? Name { get; internal set; }

    /// <summary>When the state changed.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>The state before; null when the market was opened.</summary>
    public MarketState? From { get; private set; }

    /// <summary>The state after.</summary>
    public MarketState To { get; private set; }

    /// <summary>Why, as a sentence.</summary>
    public string Why { get; private set; } = "";
}
