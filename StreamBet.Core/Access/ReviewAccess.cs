using StreamBet.Core.People;

namespace StreamBet.Core.Access;

/// <summary>The facts that decide who may end a market.</summary>
/// <param name="Market">The market's.</param>
/// <param name="UploaderId">The id of whoever uploaded its clip; null without a clip.</param>
/// <param name="IsParty">Whether this person proposed or objected in its review.</param>
/// <param name="HasStake">Whether this person holds a stake in the market.</param>
public readonly record struct ReviewFacts(MarketFacts Market, string? UploaderId, bool IsParty, bool HasStake);

/// <summary>The facts that decide who may object to a proposal or challenge a verdict.</summary>
/// <param name="IsOpen">Whether the market takes objections now.</param>
/// <param name="IsParty">Whether this person proposed or objected in its review.</param>
/// <param name="StandsToLose">Whether this person holds a stake that would be lost as it stands.</param>
public readonly record struct ObjectionFacts(bool IsOpen, bool IsParty, bool StandsToLose);

/// <summary>Who may do what in a review. docs/rule.md has the same table in words.</summary>
public static class ReviewAccess
{
    /// <summary>Whether this person may propose how the market should end, or comment on a challenge: its host and its
    /// moderators.</summary>
    public static bool MayPropose(Caller caller, MarketFacts market) =>
        caller.Id == market.HostId || market.Moderators.Contains(caller.Id);

    /// <summary>Whether this person may object to a proposal, or challenge a verdict, now: who would lose, once.</summary>
    public static bool MayObject(ObjectionFacts facts) => facts is { IsOpen: true, IsParty: false, StandsToLose: true };

    /// <summary>Whether this person may rule: an operator who has nothing to do with the market.</summary>
    public static bool MayRule(Caller caller, ReviewFacts review) =>
        caller.IsOperator && !MayPropose(caller, review.Market) && caller.Id != review.UploaderId
        && !review.IsParty && !review.HasStake;
}
