using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts.Records;

/// <summary>A receipt of any version, as the record reads it.</summary>
/// <param name="Content">The receipt's content.</param>
internal sealed record Ended(ReceiptContent Content)
{
    // Before version 3 only a clip ended a market.
    public string DecidedBy => Content.Ending?.DecidedBy ?? "clip";

    public Outcome? Outcome => Content.Outcome;

    public ReceiptVerdict? Verdict => Content.Verdict;

    public ReceiptReview? Review => Content.Ending?.Review;

    /// <summary>Whether people were to decide it from the start.</summary>
    public bool IsByPeople => Content.Criterion is { Labels.Count: 0, Text: null };

    /// <summary>Whether there was time to challenge its verdict, and somebody who would have lost.</summary>
    public bool IsOpenToChallenge =>
        Content.Ending?.ChallengeSeconds > TimeSpan.Zero && Content.Pool is { Yes: > 0, No: > 0 };

    /// <summary>The first confidence of its verdict's band, in percent; null if the verdict doesn't say how sure it was, which a NO of
    /// version 1 does not.</summary>
    public int? Band => Verdict is not { Outcome: { } outcome, Confidence: >= ReliabilityBand.First and <= 100 and var sure }
        || (outcome == Rule.Outcome.No && Content.Version == 1)
        ? null
        : Math.Min(ReliabilityBand.Last, (int)sure / ReliabilityBand.Width * ReliabilityBand.Width);

    /// <summary>The labels that its verdict is about: those that counted for a YES, and all of the criterion for a NO.</summary>
    public IEnumerable<string> Labels => Verdict!.Outcome == Rule.Outcome.Yes
        ? Verdict.Trace.Where(seen => seen.CountedAt is not null).Select(seen => seen.Label).Distinct()
        : Content.Criterion.Names.Distinct();
}
