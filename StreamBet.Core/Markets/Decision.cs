using StreamBet.Core.Clips;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <summary>A clip's verdict on a market, with everything that supports it.</summary>
/// <param name="Job">The job of the clip, which has arrived.</param>
/// <param name="Verdict">The result of the market's criterion.</param>
/// <param name="Evidence">The moments that support the verdict.</param>
/// <param name="Cause">Why people decide if it has no outcome.</param>
/// <param name="EarlierJobId">The job of the clip that it is a copy of; null if it is none.</param>
public sealed record Decision(
    AnalysisJob Job,
    Verdict Verdict,
    IReadOnlyList<Evidence> Evidence,
    ReviewCause Cause = ReviewCause.Undecided,
    Guid? EarlierJobId = null);
