using StreamBet.Core.Findings;
using StreamBet.Core.Markets;
using StreamBet.Core.Receipts;
using StreamBet.Web.Shared.Board;

namespace StreamBet.Web.Features.Markets;

/// <summary>Everything that a market's own page shows to one person.</summary>
/// <param name="View">The market.</param>
/// <param name="Host">The host's name.</param>
/// <param name="Changes">Every change of its state, oldest first.</param>
/// <param name="Stakes">The person's own stakes, oldest first.</param>
/// <param name="Clip">The clip that decided it; null until then.</param>
/// <param name="Evidence">The evidence of its verdict, in order of time.</param>
/// <param name="Sheet">The contact sheet of the clip that it was judged by; empty until then.</param>
/// <param name="Receipt">The place of its receipt in the chain; null when it has none.</param>
/// <param name="Review">Its review, with what the person may do in it; null if it never had one.</param>
/// <param name="Earlier">The earlier clip that its clip is a copy of; null if it is none.</param>
/// <param name="Moderators">The names of its moderators.</param>
public sealed record MarketDetails(
    MarketView View,
    string Host,
    IReadOnlyList<NamedChange> Changes,
    IReadOnlyList<Stake> Stakes,
    DecidingClip? Clip,
    IReadOnlyList<ShownEvidence> Evidence,
    ShownSheet Sheet,
    ReceiptPlace? Receipt,
    ReviewItem? Review,
    ShownEarlierClip? Earlier,
    IReadOnlyList<string> Moderators);

/// <summary>The clip that decided a market.</summary>
/// <param name="Duration">Its length.</param>
/// <param name="Coverage">How much of it was examined.</param>
/// <param name="AreFramesDeleted">Whether its uploader deleted its frames.</param>
/// <param name="Analysis">Its analysis; null for people who may not read it.</param>
public sealed record DecidingClip(TimeSpan Duration, Coverage Coverage, bool AreFramesDeleted, ClipAnalysis? Analysis);

/// <summary>A change of a market's state, with the name that the person who made it had then.</summary>
/// <param name="Who">The name as others see it.</param>
/// <param name="Entry">The change.</param>
public sealed record NamedChange(string Who, AuditEntry Entry);
