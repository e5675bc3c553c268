namespace StreamBet.Web.Host;

/// <summary>Marks endpoints whose answer goes on for as long as somebody listens. They end with the session or the key that opened them, and
/// count as open pages. A path would not tell: the routing ignores its case and a slash at its end.</summary>
internal sealed class EventStream
{
    public static readonly EventStream Mark = new();

    /// <summary>Whether a request is one for events.</summary>
    public static bool IsAsked(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<EventStream>() is not null;
}
