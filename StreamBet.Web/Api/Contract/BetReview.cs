using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Web.Features.Markets;
using StreamBet.Web.Shared;

namespace StreamBet.Web.Api.Contract;

/// <summary>A market's review as the API shows it.</summary>
internal sealed record BetReview(
    string Cause, string Step, DateTimeOffset OpenedAt, DateTimeOffset Deadline, DateTimeOffset? EndsBy, string? WhyOnlyOperator,
    BetEnding? Proposal, IReadOnlyList<BetObjection> Objections, BetComment? Comment, BetEnding? Ruling)
{
    public static BetReview From(Market market, NamedReview named)
    {
        var review = named.Review;
        return new BetReview(
            review.Cause.ToString().ToLowerInvariant(),
            review.Step.ToString().ToLowerInvariant(),
            review.OpenedAt,
            review.Deadline,
            market.ReviewEndsBy,
            review.WhyOnlyOperator,
            review.Proposal is { } proposal
                ? new BetEnding(
                    named.NameOf(proposal.By), proposal.Outcome.ToWord().ToUpperInvariant(), proposal.Reason, Seconds(proposal.Second), proposal.FrameSha256,
                    proposal.At)
                : null,
            [.. review.Objections.Select(objection => new BetObjection(
                named.NameOf(objection.By), objection.Reason, Seconds(objection.Second), objection.Bond, objection.At))],
            review.Comment is { } comment ? new BetComment(named.NameOf(comment.By), comment.Text, comment.At) : null,
            review.Ruling is { } ruling
                ? new BetEnding(named.NameOf(ruling.By), ruling.Outcome.ToWord().ToUpperInvariant(), ruling.Reason, Seconds(ruling.Second), null, ruling.At)
                : null);
    }

    private static double? Seconds(TimeSpan? time) => time is { } at ? Figures.Seconds(at) : null;
}

/// <summary>A proposal or a ruling: who, what (YES, NO or VOID), why, the second that shows a YES, and when it was
/// made.</summary>
internal sealed record BetEnding(
    string By, string Outcome, string Reason, double? Second, string? FrameSha256, DateTimeOffset At);

/// <summary>An objection or a challenge.</summary>
internal sealed record BetObjection(string By, string Reason, double? Second, long Bond, DateTimeOffset At);

/// <summary>What the host said to a challenge.</summary>
internal sealed record BetComment(string By, string Text, DateTimeOffset At);
