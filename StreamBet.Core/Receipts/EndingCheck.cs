using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts;

/// <summary>Checks that how a market ended follows from who decided.</summary>
internal static class EndingCheck
{
    /// <summary>What is wrong, as a sentence; null if nothing is.</summary>
    public static string? Wrong(ReceiptContent content)
    {
        if (content.Ending is not { } ending)
            return null;
        var (review, verdict) = (ending.Review, content.Verdict?.Outcome);
        var wrong = ending.DecidedBy switch
        {
            "clip" when verdict is null || ending.Outcome != verdict => "its clip's verdict is another one",
            "clip" when review?.Ruling is not null => "an operator ruled",
            "host" when review is { Proposal: null } or { Objections: > 0 } or { Ruling: not null } =>
                "nothing was proposed, or somebody objected",
            "host" when ending.Outcome != review?.Proposal?.Outcome => "another outcome was proposed",
            "operator" when review is not null && (review.Ruling is null || review.Ruling.Outcome != ending.Outcome) =>
                "an operator did not rule so",
            "operator" when review is null && ending.Outcome is not null => "an operator rules in a review only",
            "nobody" when ending.Outcome is not null => "it has an outcome",
            "clip" or "host" or "operator" or "nobody" => null,
            _ => "nobody of that kind decides markets",
        };
        return wrong is not null
            ? $"It says that it was decided by \"{ending.DecidedBy}\", but {wrong}."
            : WrongBonds(content, ending, review);
    }

    /// <summary>How it ended, as a sentence.</summary>
    public static string Sentence(ReceiptContent content) => content.Ending switch
    {
        null or { DecidedBy: "clip", Review: null } => "Its clip decided, by the rule.",
        { DecidedBy: "clip" } => "Its clip decided; the verdict was challenged, and it stood.",
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

    private static string? WrongBonds(ReceiptContent content, ReceiptEnding ending, ReceiptReview? review)
    {
        if (review is { Bonds: < 0 } or { Objections: < 0 } or { Objections: 0, Bonds: not 0 })
            return "It has bonds without objections, or a negative number of them.";
        var contested = review?.Cause == "challenge" ? content.Verdict?.Outcome : review?.Proposal?.Outcome;
        var areLost = review is { Objections: > 0 } && ending.DecidedBy != "nobody" && ending.Outcome == contested;
        if (content.Pool.Bonds != (areLost ? review!.Bonds : 0) || (review?.Upheld ?? false) != areLost)
            return "Bonds join the pool if, and only if, what was objected to stood; the receipt says otherwise.";
        return null;
    }
}
