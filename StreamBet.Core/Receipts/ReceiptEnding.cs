using System.Text.Json.Serialization;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts;

/// <summary>How a market ended.</summary>
/// <param name="Outcome">YES or NO; null if it is void.</param>
/// <param name="DecidedBy">Who decided: clip, host, operator or nobody.</param>
/// <param name="Reason">Why, as a sentence.</param>
/// <param name="ChallengeSeconds">How long its clip's verdict could be challenged before it was paid out.</param>
/// <param name="Review">Its review; null if there was none.</param>
public sealed record ReceiptEnding(
    Outcome? Outcome, string DecidedBy, string Reason, TimeSpan ChallengeSeconds, ReceiptReview? Review);

/// <summary>How people came to decide a market.</summary>
/// <param name="Cause">Why: undecided, copy, people or challenge.</param>
/// <param name="Proposal">What its host or a moderator proposed; null if nothing.</param>
/// <param name="Objections">The number of objections or challenges.</param>
/// <param name="Bonds">What was laid down for them, in whole credits.</param>
/// <param name="Upheld">Whether the proposal or the verdict stood against them, so that the bonds joined the pool.</param>
/// <param name="Ruling">What an operator decided; null if none did.</param>
public sealed record ReceiptReview(
    string Cause, ReceiptProposal? Proposal, int Objections, long Bonds, bool Upheld, ReceiptProposal? Ruling);

/// <summary>What somebody said that a market should end with.</summary>
/// <param name="Outcome">YES or NO; null for void.</param>
/// <param name="Reason">Why, in their words.</param>
/// <param name="At">The time in the clip that shows a YES; null otherwise.</param>
/// <param name="FrameSha256">SHA-256 of the kept frame at that time; null if there is none.</param>
public sealed record ReceiptProposal(
    Outcome? Outcome, string Reason, TimeSpan? At,
    [property: JsonConverter(typeof(Sha256Converter))] string? FrameSha256);
