using StreamBet.Core.Clips;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <summary>A clip's verdict on a market, with everything that supports it.</summary>
/// <param name="Job">The job of the clip, which has arrived.</param>
/// <param name="Analysis">What was found in the clip.</param>
/// <param name="Verdict">The result of the market's criterion.</param>
/// <param name="Evidence">The moments that support the verdict.</param>
public sealed record Decision(
    AnalysisJob Job, KeptAnalysis Analysis, Verdict Verdict, IReadOnlyList<Evidence> Evidence);
