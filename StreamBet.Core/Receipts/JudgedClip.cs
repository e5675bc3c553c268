using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts;

/// <summary>A clip's verdict in a receipt of either kind, with what it stands on.</summary>
/// <param name="Version">The version of <see cref="ReceiptContent"/> that has verdicts of this form.</param>
/// <param name="Criterion">The criterion.</param>
/// <param name="Clip">The clip.</param>
/// <param name="Analysis">Its analysis.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="IsCopy">Whether it is a copy of a known clip, which decides nothing, whatever it shows.</param>
internal sealed record JudgedClip(
    int Version, ReceiptCriterion Criterion, ReceiptClip Clip, ReceiptAnalysis Analysis, ReceiptVerdict Verdict, bool IsCopy)
{
    /// <summary>The version of the rule that the verdict was made by.</summary>
    public int Rule => Version == 1 ? 1 : CriterionEvaluator.Version;
}
