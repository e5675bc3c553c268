using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;

namespace StreamBet.Web.Shared.Jobs;

/// <summary>A job with all that may be shown of it.</summary>
/// <param name="Job">The job as it is stored.</param>
/// <param name="Markets">The markets that its clip was bound to.</param>
/// <param name="Status">Where it is at this moment; null when it is not under way in this process.</param>
/// <param name="Analysis">What was found; null before it is completed.</param>
public sealed record JobView(
    AnalysisJob Job, IReadOnlyList<Market> Markets, JobStatus? Status, ClipAnalysis? Analysis)
{
    /// <summary>Its state, the newest that is known.</summary>
    public JobState State => Job.IsEnded ? Job.State : Status?.State ?? Job.State;

    /// <summary>A question worth betting on when the next clip comes; null when nothing was found.</summary>
    public Suggestion? Suggestion => Analysis is null ? null : Suggestion.From(Analysis);

    /// <summary>What the clip meant for one of its markets; null when it has not decided, or another clip did.</summary>
    public Verdict? VerdictOf(Market market) =>
        market.Verdict is { } verdict && (market.JobId == Job.Id || market.IsActive) ? verdict : null;

}
