namespace StreamBet.Web.Features.Markets;

/// <summary>The earlier clip that a market's clip is a copy of, as one person may see it.</summary>
/// <param name="StartedAt">When its analysis began.</param>
/// <param name="MarketId">The first market that it was bound to; null if it was bound to none.</param>
/// <param name="Event">That market's question; null with it.</param>
/// <param name="Frames">Its frames, in order of time: those of the market's evidence, or else of its contact sheet. Empty if
/// this person may not see them, or none were kept.</param>
public sealed record ShownEarlierClip(
    DateTimeOffset StartedAt, long? MarketId, string? Event, IReadOnlyList<ShownSheetFrame> Frames);
