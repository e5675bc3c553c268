using StreamBet.Core.People;

namespace StreamBet.Core.Access;

/// <summary>The facts that decide who may do what with a market.</summary>
/// <param name="HostId">The host's id.</param>
/// <param name="IsPractice">Whether it is a practice market: everyone may stake, and anyone's clip decides it.</param>
/// <param name="IsUndecided">Whether nothing has decided it: it has not ended, is in no review, and no payout waits.</param>
/// <param name="IsClipHere">Whether the whole bound clip has arrived.</param>
/// <param name="Moderators">The ids of those whom its host named moderators.</param>
public readonly record struct MarketFacts(
    string HostId, bool IsPractice, bool IsUndecided, bool IsClipHere, IReadOnlyCollection<string> Moderators);

/// <summary>Who may do what with a market. docs/rule.md has the same table in words.</summary>
public static class MarketAccess
{
    /// <summary>Whether this person may stake: anyone except its host and its moderators, because they must be impartial.
    /// Anyone in a practice market.</summary>
    public static bool MayStake(Caller caller, MarketFacts market) =>
        market.IsPractice || (caller.Id != market.HostId && !market.Moderators.Contains(caller.Id));

    /// <summary>Whether this person may edit it: its host and the operator.</summary>
    public static bool MayEdit(Caller caller, MarketFacts market) => caller.IsOperator || caller.Id == market.HostId;

    /// <summary>Whether this person may lock it: its host, its moderators and the operator.</summary>
    public static bool MayLock(Caller caller, MarketFacts market) =>
        MayEdit(caller, market) || market.Moderators.Contains(caller.Id);

    /// <summary>Whether this person may bind a clip to it: its host, its moderators and the operator; anyone in a practice
    /// market.</summary>
    public static bool MayBind(Caller caller, MarketFacts market) => market.IsPractice || MayLock(caller, market);

    /// <summary>Whether this person may void it now, while nothing has decided it: its host and the operator until the bound clip
    /// has arrived, after that only an operator who has nothing to do with it.</summary>
    public static bool MayVoid(Caller caller, ReviewFacts facts) => facts.Market.IsUndecided
        && (facts.Market.IsClipHere ? ReviewAccess.MayRule(caller, facts) : MayEdit(caller, facts.Market));

    /// <summary>Whether this person may take markets off the lists, and see a list of those that are off: the operator.</summary>
    public static bool MayUnlist(Caller caller) => caller.IsOperator;
}
