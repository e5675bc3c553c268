using System.Text.Json;
using System.Text.Json.Serialization;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Webhooks;

/// <summary>Writes the bodies of messages. The names and shapes in them are those of GET /api/bets, of which they have a part.</summary>
internal static class WebhookMessage
{
    // More times than a stream shows. It bounds the body to a few kilobytes.
    private const int MaxTimes = 50;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>A message about a change of a market's state.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="market">The market, as it was after all changes of the transaction.</param>
    /// <param name="change">The change.</param>
    /// <param name="pool">The pool, as anyone may see it; null while it is hidden.</param>
    /// <param name="takeRate">The operator's share, 0 to 0.5.</param>
    public static string Write(string type, Market market, AuditEntry change, Pool? pool, decimal takeRate) => Write(
        type, change.At, new MarketData(change.From, change.Why, BetPart.From(market, pool, takeRate)));

    /// <summary>A message that tries a webhook.</summary>
    public static string WritePing(Guid webhookId, DateTimeOffset at) => Write(WebhookEvents.Ping, at, new PingData(webhookId));

    private static string Write<T>(string type, DateTimeOffset at, T data) =>
        JsonSerializer.Serialize(new Message<T>(type, at, data), Options);

    private sealed record Message<T>(string Type, DateTimeOffset Timestamp, T Data);

    private sealed record PingData(Guid WebhookId);

    private sealed record MarketData(MarketState? From, string Why, BetPart Bet);

    private sealed record BetPart(
        long Id, string Event, OddsPart Odds, long? Pool, bool Hidden, string Status, MarketState State, bool Practice, bool People,
        DateTimeOffset OpenedAt, DateTimeOffset ClosesAt, DateTimeOffset? LockedAt, DateTimeOffset? EndedAt, DateTimeOffset? ReviewUntil,
        string? Outcome, DecidedBy? DecidedBy, VerdictPart? Verdict)
    {
        public static BetPart From(Market market, Pool? pool, decimal takeRate) => new(
            market.Id,
            market.Event,
            new OddsPart(OddsOf(pool, Rule.Outcome.Yes, takeRate), OddsOf(pool, Rule.Outcome.No, takeRate)),
            pool?.Total,
            pool is null,
            market.IsActive ? "active" : "resolved",
            market.State,
            market.IsPractice,
            market.IsByPeople,
            market.OpenedAt,
            market.ClosesAt,
            market.LockedAt,
            market.EndedAt,
            market is { State: MarketState.Review, Review: { } review } ? review.Deadline : null,
            market.Outcome?.ToWord(),
            market.DecidedBy,
            market.Verdict is { } verdict ? VerdictPart.From(verdict) : null);

        private static decimal? OddsOf(Pool? pool, Outcome side, decimal takeRate) =>
            pool?.Odds(side, takeRate) is { } odds ? Math.Round(odds, 2) : null;
    }

    private sealed record OddsPart(decimal? Yes, decimal? No);

    private sealed record VerdictPart(string? Outcome, double Confidence, IReadOnlyList<double> DetectedAt, string? Reason)
    {
        // Confidence is rounded down, so that nothing shows as more than it was.
        public static VerdictPart From(Verdict verdict) => new(
            verdict.Outcome?.ToWord(),
            Math.Floor((verdict.Confidence * 100) + 1e-6) / 100,
            [.. verdict.DetectedAt.Take(MaxTimes).Select(at => Math.Round(at.TotalSeconds, 3))],
            verdict.Reason);
    }
}
