using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts;

/// <summary>Checks that how a market ended follows from who decided, and that they could. docs/receipts.md has the same rules in
/// words.</summary>
internal static class EndingCheck
{
    // The longest challenge window.
    private static readonly TimeSpan MaxChallenge = TimeSpan.FromHours(1);

    /// <summary>What is wrong, as a sentence; null if nothing is.</summary>
    public static string? Wrong(ReceiptContent content)
    {
        if (content.Ending is not { } ending)
            return null;
        var why = ending.Review is { } review ? WhyNotInReview(ending, review, content) : WhyNotWithoutReview(ending, content);
        return why is not null
            ? $"It says that it was decided by \"{ending.DecidedBy}\", but {why}."
            : WrongPart(ending, content) ?? ReviewCheck.Wrong(content) ?? WrongBonds(content, ending);
    }

    /// <summary>How it ended, as a sentence.</summary>
    public static string Sentence(ReceiptContent content) => content.Ending switch
    {
        null or { DecidedBy: "clip", Review: null } => "Its clip decided, by the rule.",
        { DecidedBy: "clip" } => "Its clip decided. The verdict was challenged, no operator heard the challenge in time, and it stood.",
        { DecidedBy: "host", Review: null } => "Its host voided it before its clip had arrived.",
        { DecidedBy: "host" } => "Its host or a moderator proposed how it ended, and nobody objected.",
        { DecidedBy: "operator", Review: { Objections: > 0 } review } =>
            $"An operator decided after {review.Objections} {(review.Objections == 1 ? "objection" : "objections")}"
            + (content.Verdict?.Outcome is { } verdict && verdict != content.Outcome
                ? $"; its clip's verdict was {verdict.ToWord()}."
                : "."),
        { DecidedBy: "operator", Review: null } => "An operator voided it.",
        { DecidedBy: "operator" } => "An operator decided.",
        { Reason: var reason } => $"Nothing decided it, so every stake was refunded. {reason}",
    };

    // A verdict that nobody challenged stands. Only what has none can be voided, or end because nobody decided it.
    private static string? WhyNotWithoutReview(ReceiptEnding ending, ReceiptContent content) => (ending.DecidedBy, content.Verdict?.Outcome) switch
    {
        ("clip", _) => WhyNotClip(ending, content),
        ("host" or "operator" or "nobody", { } verdict) => $"its clip's verdict was {verdict.ToWord()}, and nobody challenged it",
        ("nobody", _) => ending.Outcome is null ? null : "it has an outcome",
        ("operator", _) when ending.Outcome is not null => "an operator rules in a review only",
        ("host", _) when ending.Outcome is not null => "nothing was proposed",
        ("host", _) when content.Clip is not null => "its clip had arrived, and from then on its host can't void it",
        ("host", _) when content.Bet.Practice => "a practice market has no host who could",
        ("host" or "operator", _) => content.Verdict is null ? null : "its clip was judged, and then it is decided in a review",
        _ => "nobody of that kind decides markets",
    };

    private static string? WhyNotInReview(ReceiptEnding ending, ReceiptReview review, ReceiptContent content) => ending.DecidedBy switch
    {
        "clip" => WhyNotClip(ending, content) ?? (review.Ruling is null ? null : "an operator ruled"),
        "host" when review is { Proposal: null } or { Objections: > 0 } or { Ruling: not null } =>
            "nothing was proposed, or somebody objected",
        "host" => ending.Outcome == review.Proposal!.Outcome ? null : "another outcome was proposed",
        "operator" when review.Ruling is null || review.Ruling.Outcome != ending.Outcome => "an operator did not rule so",
        "operator" or "nobody" when review is { Proposal: not null, Objections: 0 } => "nobody objected to what was proposed",
        "operator" => null,
        "nobody" when ending.Outcome is not null => "it has an outcome",
        "nobody" when review.Ruling is not null => "an operator ruled",
        "nobody" => content.Verdict?.Outcome is null ? null : "its clip's verdict stands if no operator rules",
        _ => "nobody of that kind decides markets",
    };

    private static string? WhyNotClip(ReceiptEnding ending, ReceiptContent content) =>
        content.Verdict?.Outcome is { } verdict && ending.Outcome == verdict ? null : "its clip's verdict is another one";

    private static string? WrongPart(ReceiptEnding ending, ReceiptContent content)
    {
        if (string.IsNullOrWhiteSpace(ending.Reason))
            return "It doesn't say why it ended so.";
        if (ending.ChallengeSeconds < TimeSpan.Zero || ending.ChallengeSeconds > MaxChallenge)
            return "It says that its verdict could be challenged for less than 0 or more than 3,600 seconds.";
        if (content.Bet.Practice && (ending.Review is not null || ending.ChallengeSeconds > TimeSpan.Zero))
            return "A practice market has no review, and its verdict can't be challenged.";
        return content.Criterion.ToCriterion().IsByPeople && content.Verdict?.Outcome is not null
            ? "People were to decide it, so its clip can't have decided."
            : null;
    }

    // An operator who decided as it was going to end took the bonds. Before the bonds of a challenge that nobody heard came back,
    // they joined the pool.
    private static string? WrongBonds(ReceiptContent content, ReceiptEnding ending)
    {
        var review = ending.Review;
        var contested = content.Verdict?.Outcome ?? review?.Proposal?.Outcome;
        var areLost = review is { Objections: > 0 }
            && (ending.DecidedBy == "operator" ? ending.Outcome == contested : ending.DecidedBy == "clip" && review.Upheld);
        return content.Pool.Bonds == (areLost ? review!.Bonds : 0) && (review?.Upheld ?? false) == areLost
            ? null
            : "Bonds join the pool if, and only if, what was objected to stood; the receipt says otherwise.";
    }
}
