using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts;

/// <summary>Checks that a receipt's review could have taken place.</summary>
internal static class ReviewCheck
{
    // The most objections in one review; the smallest bond in credits, and the share of the stake that a larger one is.
    private const int MaxObjections = 10;
    private const long MinBond = 10, BondShare = 10;

    /// <summary>What is wrong, as a sentence; null if nothing is, or if there was no review.</summary>
    public static string? Wrong(ReceiptContent content) => content.Ending?.Review is { } review
        ? WrongCause(content, review)
            ?? WrongObjections(content, review)
            ?? WrongSaid("proposal", review.Proposal, content)
            ?? WrongSaid("ruling", review.Ruling, content)
            ?? (review.Ruling?.FrameSha256 is null ? null : "Its ruling names a frame, which only a proposal does.")
        : null;

    private static string? WrongCause(ReceiptContent content, ReceiptReview review)
    {
        if (content is not { Clip: not null, Verdict: var verdict and not null })
            return "It had a review, but no clip was judged before.";
        if ((review.Cause == "challenge") != verdict.Outcome is not null)
            return "A verdict is reviewed because somebody challenged it, and only a verdict is; the receipt says otherwise.";
        var isByPeople = content.Criterion.ToCriterion().IsByPeople;
        return review.Cause switch
        {
            "challenge" when review.Objections == 0 => "It says that its verdict was challenged, but nobody did.",
            "challenge" when content.Ending!.ChallengeSeconds <= TimeSpan.Zero =>
                "It says that its verdict was challenged, but there was no time for that.",
            "challenge" or "copy" when review.Proposal is not null => "Its host proposed how it should end, where only an operator decides.",
            "people" when !isByPeople => "It says that people were to decide it, but it has a criterion.",
            "undecided" when isByPeople => "It says that its clip did not decide it, but it has no criterion.",
            "challenge" or "copy" or "people" or "undecided" => null,
            _ => "It says that people decided it for a cause that there is not.",
        };
    }

    // Somebody objects to a proposal or a verdict who would lose by it, with a tenth of their stake or the smallest bond.
    private static string? WrongObjections(ReceiptContent content, ReceiptReview review)
    {
        if (review is { Bonds: < 0 } or { Objections: < 0 } or { Objections: 0, Bonds: not 0 })
            return "It has bonds without objections, or a negative number of them.";
        if (review.Objections == 0)
            return null;
        if (review.Objections > MaxObjections)
            return $"It has {review.Objections} objections; the limit is {MaxObjections}.";
        if (content.Verdict!.Outcome is null && review.Proposal is null)
            return "Somebody objected, but nothing was proposed.";
        var (pool, objections) = (content.Pool, (long)review.Objections);
        if (review.Bonds < objections * MinBond || review.Bonds > (objections * MinBond) + ((pool.Yes + pool.No) / BondShare))
            return $"Its bonds of {review.Bonds} are not a tenth of each stake, or {MinBond}, of {review.Objections} who objected.";
        var loses = (content.Verdict.Outcome ?? review.Proposal?.Outcome) switch
        {
            Outcome.Yes => pool.No,
            Outcome.No => pool.Yes,
            _ => pool.Yes + pool.No,
        };
        return loses > 0 && objections <= content.Stakes.Count ? null : "More people objected than had a stake to lose.";
    }

    // A YES is shown by a second of the clip; no single moment shows anything else.
    private static string? WrongSaid(string what, ReceiptProposal? said, ReceiptContent content)
    {
        if (said is null)
            return null;
        if (string.IsNullOrWhiteSpace(said.Reason))
            return $"Its {what} gives no reason.";
        if ((said.Outcome == Outcome.Yes) != said.At is not null)
            return $"Its {what} must name a second of the clip for a YES, and only then.";
        if (said.At < TimeSpan.Zero || said.At >= content.Clip!.DurationSeconds)
            return $"Its {what} names {ReceiptText.Of(said.At.Value)}, which is not in the clip.";
        return said is { FrameSha256: not null, At: null } ? $"Its {what} names a frame without a second." : null;
    }
}
