using StreamBet.Core.Markets;
using StreamBet.Core.Rule;

namespace StreamBet.Web.Shared.Verdicts;

/// <summary>Says in a line how a market ended, or how its clip decided it.</summary>
internal static class OutcomeLine
{
    private const int MaxTimes = 3;

    /// <summary>The line.</summary>
    public static string Of(Market market) => market switch
    {
        { State: MarketState.Void, Verdict.Outcome: null, Verdict: not null } => "Not decided. Every stake was refunded.",
        { State: MarketState.Void } => "Every stake was refunded.",
        { DecidedBy: DecidedBy.Host, HostId: var host, Review.Proposal.By: var by } =>
            $"Proposed by {(by == host ? "its host" : "a moderator")}; nobody objected.",
        { DecidedBy: DecidedBy.Operator } => "Decided by an operator.",
        { Verdict: { Outcome: Outcome.Yes } yes } =>
            $"Seen at {string.Join(", ", yes.DetectedAt.Take(MaxTimes).Select(Format.Clock))}{(yes.DetectedAt.Count > MaxTimes ? " …" : "")}, at best {Format.Percent(yes.Confidence)} sure",
        { Verdict: { Outcome: Outcome.No, Doubt: not null } no } =>
            $"Not plainly there{(market.Criterion.Times > 1 ? " that often" : "")}, {Format.Percent(no.Confidence)} sure",
        { Verdict.NearMiss: { } miss } => $"Best: {miss.Label} {Format.Percent(miss.Confidence)} at {Format.Clock(miss.BestAt)}",
        { Verdict.Occurrences.Count: > 0 } => "Not seen often enough.",
        _ => "Not seen at all.",
    };
}
