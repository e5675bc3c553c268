using StreamBet.Core.Access;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <content>How people decide it.</content>
public sealed partial class Market
{
    /// <summary>What is proposed or decided and can be objected to: the host's proposal, or the verdict of its clip. Null for
    /// void, and while there is nothing.</summary>
    public Outcome? Proposed => Review is { Proposal: { } proposal } ? proposal.Outcome : Verdict?.Outcome;

    /// <summary>When its review is over at the latest; null while it is in none.</summary>
    public DateTimeOffset? ReviewEndsBy => State == MarketState.Review ? Review!.EndsBy(ObjectionWindow) : null;

    /// <summary>Whether the bonds of those who objected joined its pool: an operator heard them, and it ended as it was going to.
    /// Unheard, they were neither right nor wrong.</summary>
    public bool AreBondsLost => DecidedBy == Markets.DecidedBy.Operator && Review?.Ruling is { } ruling && ruling.Outcome == Proposed;

    /// <summary>What a person laid down for their objection; null if they did not object.</summary>
    public Bond? BondOf(string personId) => Review?.Objections.FirstOrDefault(objection => objection.By == personId) is { } own
        ? new Bond(own.Bond, IsActive ? BondState.Open : AreBondsLost ? BondState.Lost : BondState.Returned)
        : null;

    /// <summary>The facts that decide whether a person may object now.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="stakes">Their stakes in it.</param>
    /// <param name="now">The current time.</param>
    public ObjectionFacts FactsOfObjection(string personId, IEnumerable<Stake> stakes, DateTimeOffset now) => new(
        IsActive && CanObject(now) && Review?.Objections.Count is null or < Review.MaxObjections,
        Review?.IsPartyTo(personId) == true,
        stakes.Any(stake => Proposed is null || stake.Side != Proposed));

    /// <summary>Hands it to people.</summary>
    /// <param name="review">The review, which has just begun.</param>
    /// <param name="why">Why, as a sentence.</param>
    public void BeginReview(Review review, string why)
    {
        Review = review;
        var next = review.WhyOnlyOperator is { } only ? $"{only} An operator decides" : "Its host or a moderator proposes";
        Move(MarketState.Review, Caller.SystemId, review.OpenedAt, $"{why} {next} by {FormatDay(review.Deadline)}.");
    }

    /// <summary>Records what its host or a moderator proposes.</summary>
    /// <exception cref="RefusedException">It has ended, or does not wait for a proposal any more or yet (409).</exception>
    public void AddProposal(Proposal proposal)
    {
        Require(IsActive, "market_ended", "has ended");
        Require(
            Review is { Step: ReviewStep.Proposal }, "not_proposable",
            Review?.Proposal is null ? "does not wait for a proposal" : "has a proposal already, and there is only one");
        Require(proposal.At < Review!.Deadline, "not_proposable", "no longer takes a proposal: the time for it is over");
        Review = Review.With(proposal, ObjectionWindow);
        Move(
            MarketState.Review, proposal.By, proposal.At,
            $"Proposed {proposal.Outcome.ToWord()}{At(proposal.Second)}: \"{proposal.Reason}\" Stakers may object until "
            + $"{FormatDay(Review.Deadline)}.");
    }

    /// <summary>Records an objection to the proposal, or a challenge of its clip's verdict.</summary>
    /// <exception cref="RefusedException">It has ended, there is nothing to object to, the time for it is over, or this person objected
    /// before (409).</exception>
    public void AddObjection(Objection objection)
    {
        Require(IsActive, "market_ended", "has ended");
        Require(
            IsAwaitingPayout || Review is { Proposal: not null } or { Cause: ReviewCause.Challenge }, "nothing_to_object",
            "has nothing to object to now");
        Require(CanObject(objection.At), "objection_too_late", "no longer takes objections: the time for them is over");
        Require(Review?.Proposal?.By != objection.By, "nothing_to_object", "ends as you proposed unless somebody else objects: you can't object to your own proposal");
        Require(Review?.IsPartyTo(objection.By) != true, "objected_before", "has your objection already, and one is enough");
        Require(
            Review?.Objections.Count is null or < Review.MaxObjections, "objections_full",
            $"has {Review.MaxObjections} objections, which is the limit. An operator decides it");
        var word = Review is { Cause: not ReviewCause.Challenge } ? "Objected" : "Challenged";
        Review = Review?.With(objection) ?? Review.Begin(objection);
        Move(
            MarketState.Review, objection.By, objection.At,
            $"{word}, with a bond of {objection.Bond} credits: \"{objection.Reason}\" "
            + (objection.Second is { } second ? $"See {ClipTime.Of(second)} in the clip. " : "")
            + $"An operator decides by {FormatDay(Review.Deadline)}.");
    }

    /// <summary>Whether people may object to a proposal, or challenge a verdict, at this time. Later objections are taken until
    /// the time that was promised for the first one is over.</summary>
    private bool CanObject(DateTimeOffset now) => Review switch
    {
        null => IsAwaitingPayout && now < PaysAt,
        { Ruling: not null } => false,
        { Cause: ReviewCause.Challenge } => now < PaysAt,
        { Proposal: { } proposal } => now < proposal.At + ObjectionWindow,
        _ => false,
    };

    /// <summary>Records what its host says to a challenge.</summary>
    /// <exception cref="RefusedException">It has ended, its verdict was not challenged, or its host has commented (409).</exception>
    public void AddComment(HostComment comment)
    {
        Require(IsActive, "market_ended", "has ended");
        Require(
            Review is { Cause: ReviewCause.Challenge, Comment: null }, "not_commentable",
            Review?.Comment is null ? "was not challenged" : "has its host's comment already, and there is only one");
        Review = Review! with { Comment = comment };
        Move(MarketState.Review, comment.By, comment.At, $"Commented on the challenge: \"{comment.Text}\"");
    }

    /// <summary>Records what an operator decides; <see cref="End"/> then ends it.</summary>
    /// <exception cref="RefusedException">It has ended, or does not wait for an operator any more or yet (409).</exception>
    public void AddRuling(Ruling ruling)
    {
        Require(IsActive, "market_ended", "has ended");
        Require(Review is { Step: ReviewStep.Ruling }, "not_rulable", "does not wait for an operator's decision now");
        Require(ruling.At < Review!.Deadline, "not_rulable", "no longer takes a decision: the time for it is over");
        Review = Review with { Ruling = ruling };
    }

    /// <summary>Hands it to an operator, because nobody proposed in time.</summary>
    public void GiveUpOnProposal(DateTimeOffset now)
    {
        Review = Review!.ToRuling();
        Move(
            MarketState.Review, Caller.SystemId, now,
            $"Nobody proposed within 24 hours. An operator decides by {FormatDay(Review.Deadline)}.");
    }

    /// <summary>Whether a person whom its host names a moderator becomes one of it: only until a clip is bound to it.</summary>
    public bool TakesModerators => JobId is null && !IsClipHere;

    /// <summary>Names or removes moderators.</summary>
    /// <param name="ids">All of them from now on.</param>
    /// <param name="by">The host's id.</param>
    /// <param name="why">What changed, as a sentence.</param>
    /// <param name="now">The current time.</param>
    public void SetModerators(IReadOnlyList<string> ids, string by, string why, DateTimeOffset now)
    {
        ModeratorIds = ids;
        Move(State, by, now, why);
    }

    /// <summary>The second of the clip that somebody named, to come after an outcome; empty if they named none.</summary>
    internal static string At(TimeSpan? second) => second is { } at ? $" at {ClipTime.Of(at)}" : "";

    private static string FormatDay(DateTimeOffset time) => FormattableString.Invariant($"{time:d MMMM yyyy, HH:mm} UTC");
}
