using StreamBet.Core.People;

namespace StreamBet.Core.Access;

/// <summary>The facts that decide who may do what with a market.</summary>
/// <param name="HostId">The host's id.</param>
/// <param name="IsPractice">Whether it is a practice market: everyone may stake, and anyone's clip decides it.</param>
/// <param name="IsActive">Whether it has not ended.</param>
/// <param name="IsClipHere">Whether the whole bound clip has arrived.</param>
public readonly record struct MarketFacts(string HostId, bool IsPractice, bool IsActive, bool IsClipHere);

/// <summary>Who may do what with a market. docs/rule.md has the same table in words.</summary>
public static class MarketAccess
{
    /// <summary>Whether this person may stake: anyone except its host, because hosts must be impartial. Anyone in a
    /// practice market.</summary>
    public static bool MayStake(Caller caller, MarketFacts market) => market.IsPractice || caller.Id != market.HostId;

    /// <summary>Whether this person may edit it or lock it: its host and the operator.</summary>
    public static bool MayRun(Caller caller, MarketFacts market) => caller.IsOperator || caller.Id == market.HostId;

    /// <summary>Whether this person may bind a clip to it: its host and the operator; anyone in a practice market.</summary>
    public static bool MayBind(Caller caller, MarketFacts market) => market.IsPractice || MayRun(caller, market);

    /// <summary>Whether this person may void it now: the operator while it is active, its host until the bound clip has
    /// arrived.</summary>
    public static bool MayVoid(Caller caller, MarketFacts market) =>
        market.IsActive && (caller.IsOperator || (caller.Id == market.HostId && !market.IsClipHere));
}
