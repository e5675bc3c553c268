using StreamBet.Core.Clips;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <summary>What a clip says about a market, with all that it stands on.</summary>
/// <param name="Job">The job of the clip, which is here.</param>
/// <param name="Analysis">What was found in the clip.</param>
/// <param name="Verdict">What the market's criterion and the analysis come to.</param>
/// <param name="Evidence">The moments that show it.</param>
public sealed record Decision(
    AnalysisJob Job, KeptAnalysis Analysis, Verdict Verdict, IReadOnlyList<Evidence> Evidence);
