using StreamBet.Core.Markets;

namespace StreamBet.Core.Webhooks;

/// <summary>The types of messages that webhooks get.</summary>
public static class WebhookEvents
{
    /// <summary>A market takes stakes: it is new, or its clip never came.</summary>
    public const string Opened = "market.opened";

    /// <summary>A market takes no more stakes.</summary>
    public const string Locked = "market.locked";

    /// <summary>A market has ended YES or NO and is paid out.</summary>
    public const string Decided = "market.decided";

    /// <summary>A market has ended without a decision; every stake was refunded.</summary>
    public const string Void = "market.void";

    /// <summary>People decide a market now.</summary>
    public const string Review = "market.review";

    /// <summary>A message that its owner asked for, to try a webhook.</summary>
    public const string Ping = "webhook.ping";

    /// <summary>The types that a webhook can ask for, in the order of a market's life.</summary>
    public static readonly IReadOnlyList<string> OfMarkets = [Opened, Locked, Review, Decided, Void];

    /// <summary>The type of message that tells of a change of a market's state; null for a change that no message tells of.</summary>
    /// <param name="from">The state before; null for a new market.</param>
    /// <param name="to">The state after.</param>
    public static string? TypeOf(MarketState? from, MarketState to) => (from, to) switch
    {
        // Such as an edit, or a change of the lists.
        var (before, after) when before == after => null,
        (not MarketState.Open, MarketState.Open) => Opened,
        (MarketState.Open, MarketState.Locked) => Locked,
        (not MarketState.Review, MarketState.Review) => Review,
        (_, MarketState.Resolved) => Decided,
        (_, MarketState.Void) => Void,
        _ => null,
    };
}
