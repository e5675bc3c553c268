using StreamBet.Core.Findings;
using StreamBet.Core.Markets;
using StreamBet.Core.Receipts;
using StreamBet.Web.Shared.Board;

namespace StreamBet.Web.Features.Markets;

/// <summary>All that a market's own page shows of it to one person.</summary>
/// <param name="View">The market.</param>
/// <param name="Host">The name of who opened it.</param>
/// <param name="Changes">Every change of its state, oldest first.</param>
/// <param name="Stakes">The person's own stakes, oldest first.</param>
/// <param name="Clip">The clip that decided it; null before.</param>
/// <param name="Evidence">The moments that its verdict stands on, in the order of time.</param>
/// <param name="Receipt">Where its receipt stands in the chain; null when it has none.</param>
public sealed record MarketDetails(
    MarketView View,
    string Host,
    IReadOnlyList<NamedChange> Changes,
    IReadOnlyList<Stake> Stakes,
    DecidingClip? Clip,
    IReadOnlyList<ShownEvidence> Evidence,
    ReceiptPlace? Receipt);

/// <summary>The clip that decided a market.</summary>
/// <param name="Duration">Its length.</param>
/// <param name="Coverage">How much of it was examined.</param>
/// <param name="AreFramesDeleted">Whether its uploader had its pictures deleted.</param>
/// <param name="Analysis">All that was found in it; null for those who may not read that.</param>
public sealed record DecidingClip(TimeSpan Duration, Coverage Coverage, bool AreFramesDeleted, ClipAnalysis? Analysis);

/// <summary>A change of a market's state with the name of who made it.</summary>
/// <param name="Who">The name that others see.</param>
/// <param name="Entry">The change.</param>
public sealed record NamedChange(string Who, AuditEntry Entry);
