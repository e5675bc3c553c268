using System.Text.Json;
using StreamBet.Core.Rule;
using static StreamBet.Core.Receipts.ReceiptVerifier;

namespace StreamBet.Core.Receipts;

/// <summary>Verifies the receipts of verdicts without a market: those checks of <see cref="ReceiptVerifier"/> that don't concern
/// stakes and endings.</summary>
internal static class StandaloneVerifier
{
    /// <summary>Makes every requested check. If the bytes are not such a receipt, only the first check is made.</summary>
    public static ReceiptReport Verify(ReceiptQuestion question)
    {
        StandaloneReceipt receipt;
        try
        {
            receipt = StandaloneReceipt.Parse(question.Receipt);
        }
        catch (JsonException wrong)
        {
            return NotOne(wrong);
        }

        var content = receipt.Content;
        return new ReceiptReport(
        [
            Form(content),
            Signature(receipt, question.Key),
            Check(
                "verdict", VerdictCheck.Wrong(content.Judged),
                content.Verdict.Outcome is null
                    ? "The clip decided nothing, and nothing in its trace says otherwise."
                    : "The verdict, its confidence and its times follow from the trace and the criterion by the rule."),
            Clip(content.Clip, question.ClipSha256),
            .. Stake(question.Stake),
            Analysis(content.Judged, question.Analysis, question.Vocabulary),
            .. ChainCheck.Run(receipt, question),
        ]);
    }

    private static ReceiptCheck Form(StandaloneContent content) => Check(
        "form",
        content switch
        {
            { Version: not StandaloneContent.CurrentVersion } =>
                $"It is version {content.Version}; this program knows version {StandaloneContent.CurrentVersion}.",
            { Verdict.Doubts: null } => "It doesn't list the doubts.",
            { Verdict: { Outcome: null, Undecided: null } or { Outcome: not null, Undecided: not null } } =>
                "Only a verdict that is neither YES nor NO says why it decided nothing, and this one is otherwise.",
            _ when content.Criterion.ToCriterion().IsByPeople => "Its criterion names nothing that a clip could show.",
            _ => WrongPlace(content.Sequence, content.Previous),
        },
        $"It is receipt number {content.Sequence} of verdicts without a market, in canonical form. Nobody staked on it. "
        + (content.Verdict.Outcome is { } outcome ? $"The verdict is {outcome.ToWord()}." : "The clip decided nothing."));

    private static IEnumerable<ReceiptCheck> Stake(byte[]? bytes)
    {
        if (bytes is not null)
            yield return new ReceiptCheck("stake", false, "It is the receipt of a verdict without a market, in which there are no stakes.");
    }
}
