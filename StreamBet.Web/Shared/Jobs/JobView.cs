using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;

namespace StreamBet.Web.Shared.Jobs;

/// <summary>A job with everything that may be shown of it.</summary>
/// <param name="Job">The job as it is stored.</param>
/// <param name="Markets">The markets bound to its clip.</param>
/// <param name="Status">Its current progress; null when it is not running in this process.</param>
/// <param name="Analysis">Its analysis; null until it is completed.</param>
public sealed record JobView(
    AnalysisJob Job, IReadOnlyList<Market> Markets, JobStatus? Status, ClipAnalysis? Analysis)
{
    /// <summary>The kept pictures of its clip, in order of time; empty until it is completed.</summary>
    public IReadOnlyList<JobFrame> Frames { get; init; } = [];

    /// <summary>Its state; the latest that is known.</summary>
    public JobState State => Job.IsEnded ? Job.State : Status?.State ?? Job.State;

    /// <summary>A suggested question for the next clip; null when nothing was found.</summary>
    public Suggestion? Suggestion => Analysis is null ? null : Suggestion.From(Analysis);

    /// <summary>The clip's verdict on one of its markets; null when it has none, or another clip decided it.</summary>
    public Verdict? VerdictOf(Market market) =>
        market.Verdict is { } verdict && (market.JobId == Job.Id || market.IsActive) ? verdict : null;
}
