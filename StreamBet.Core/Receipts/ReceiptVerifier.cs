using System.Security.Cryptography;
using System.Text.Json;
using StreamBet.Core.Findings;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts;

/// <summary>Verifies receipts. Pure; answers any input with sentences.</summary>
public static class ReceiptVerifier
{
    /// <summary>The longest analysis that can be read, in bytes.</summary>
    public const int MaxAnalysisBytes = 256 * 1024 * 1024;

    /// <summary>Makes every requested check. If the bytes are not a receipt, only the first check is made.</summary>
    public static ReceiptReport Verify(ReceiptQuestion question)
    {
        Receipt receipt;
        try
        {
            receipt = Receipt.Parse(question.Receipt);
        }
        catch (JsonException wrong)
        {
            return new ReceiptReport([new ReceiptCheck(
                "form", false,
                $"This is not a receipt, or no longer the bytes that were handed out. {ReceiptText.Of(wrong)}")]);
        }

        var content = receipt.Content;
        return new ReceiptReport(
        [
            Form(content),
            Signature(receipt, question.Key),
            Check(
                "verdict", VerdictCheck.Wrong(content),
                content.Verdict switch
                {
                    null => "No clip was judged, so there is no verdict to check.",
                    { Outcome: null } => "Its clip decided nothing, and nothing in its trace says otherwise.",
                    _ => "The clip's verdict, its confidence and its times follow from the trace and the criterion by the rule.",
                }),
            Check("ending", EndingCheck.Wrong(content), EndingCheck.Sentence(content)),
            Check(
                "payouts", PayoutCheck.Wrong(content),
                $"The total returned, {content.Payouts.Total}, is what the pool of {content.Pool.Yes + content.Pool.No} "
                + $"less the take of {content.Pool.Take}"
                + $"{(content.Pool.Bonds > 0 ? $" and with bonds of {content.Pool.Bonds}" : "")} allows."),
            Clip(content, question.ClipSha256),
            Stake(content, question.Stake),
            Analysis(content, question.Analysis, question.Vocabulary),
            .. ChainCheck.Run(receipt, question),
        ]);
    }

    private static ReceiptCheck Form(ReceiptContent content) => Check(
        "form",
        content switch
        {
            { Version: not (>= 1 and <= ReceiptContent.CurrentVersion) } =>
                $"It is version {content.Version}; this program knows versions 1 to {ReceiptContent.CurrentVersion}.",
            { Version: 1, Verdict.Doubts: not null } or { Version: 1, Analysis.Calibration: not null } =>
                "It is version 1 and has parts that came with version 2.",
            { Version: > 1, Verdict: { Doubts: null } } => $"It is version {content.Version} and doesn't list the doubts.",
            { Version: < 3, Ending: not null } or { Version: < 3, Bet.Host: not null } or { Version: < 3, Pool.Bonds: not 0 }
                or { Version: < 3, Verdict.Undecided: not null } =>
                $"It is version {content.Version} and has parts that came with version 3.",
            { Version: < 3, Verdict: null } or { Version: < 3, Clip: null } or { Version: < 3, Analysis: null } =>
                $"It is version {content.Version} and lacks the clip, its analysis or its verdict.",
            { Version: >= 3, Ending: null } or { Version: >= 3, Bet.Host: null } =>
                "It is version 3 and doesn't say how the market ended, or who hosted it.",
            { Sequence: < 1 } => $"Its number in the chain is {content.Sequence}, and numbers begin at 1.",
            { Sequence: 1, Previous: not null } => "It is the first of the chain and still names one before it.",
            { Sequence: > 1, Previous: null } =>
                $"It is number {content.Sequence} of the chain and names none before it.",
            _ => null,
        },
        $"It is receipt number {content.Sequence}, in canonical form, of bet {content.Bet.Id}, \"{content.Bet.Event}\","
        + $" which {(content.Outcome is { } outcome ? $"was decided {outcome.ToWord()}" : "is void")}.");

    private static ReceiptCheck Signature(Receipt receipt, ReceiptPublicKey key) => Check(
        "signature",
        receipt.KeyId != key.Id
            ? $"It names the key {receipt.KeyId}, and the trusted one is {key.Id}: this server did not sign it, or not "
                + "with that key."
            : receipt.IsSignedBy(key) ? null
            : "The signature is not one of the trusted key over this content: something in it was changed, or somebody "
                + "else wrote it.",
        $"The trusted key, {key.Id}, signed exactly this content.");

    private static ReceiptCheck Clip(ReceiptContent content, string? sha256) => sha256 switch
    {
        null => NotAsked("clip", "the clip itself, whose SHA-256 the receipt names"),
        _ when content.Clip is null => new ReceiptCheck("clip", false, "No clip is in the receipt: none had arrived when it ended."),
        _ when sha256 == content.Clip.Sha256 => new ReceiptCheck(
            "clip", true, "It is the clip that decided, byte for byte."),
        _ when sha256 == content.Clip.AnalysedSha256 => new ReceiptCheck(
            "clip", true, "It is what was made from the uploaded clip and analysed, byte for byte."),
        _ => new ReceiptCheck(
            "clip", false,
            $"It is another file: its SHA-256 is {sha256}, and that of the clip that decided is {content.Clip.Sha256}."),
    };

    private static ReceiptCheck Stake(ReceiptContent content, byte[]? bytes)
    {
        if (bytes is null)
            return NotAsked("stake", "a stake, whose owner can have a proof of it");
        try
        {
            var proof = StakeProof.Parse(bytes);
            return Check(
                "stake", PayoutCheck.Wrong(content, proof),
                $"Stake {proof.Stake.Id}, {proof.Stake.Amount} on {proof.Stake.Side.ToWord()} by "
                + $"{proof.Stake.Person}, is among the {content.Stakes.Count} of the receipt, and the "
                + $"{proof.Stake.Returned} returned are what it should have got.");
        }
        catch (JsonException wrong)
        {
            return new ReceiptCheck("stake", false, $"This is not the proof of a stake. {ReceiptText.Of(wrong)}");
        }
    }

    private static ReceiptCheck Analysis(ReceiptContent content, byte[]? bytes, Vocabulary? vocabulary)
    {
        if (bytes is null)
            return NotAsked("analysis", "the analysis, from which the verdict can be made again");
        if (content.Analysis is null || content.Clip is null || content.Verdict is null)
            return new ReceiptCheck("analysis", false, "No analysis is in the receipt: no clip was judged.");
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (sha256 != content.Analysis.Sha256)
        {
            return new ReceiptCheck(
                "analysis", false,
                $"Its SHA-256 is {sha256}, and that of the analysis that decided is {content.Analysis.Sha256}.");
        }

        try
        {
            ReceiptJson.CheckForm(bytes, MaxAnalysisBytes);
            var analysis = AnalysisDocument.Read(bytes);
            return Check(
                "analysis", Wrong(content, analysis, vocabulary),
                "It is the analysis that decided, and the rule makes the same verdict and the same trace of it.");
        }
        catch (JsonException wrong)
        {
            return new ReceiptCheck(
                "analysis", false, $"It has the right SHA-256 but cannot be read as an analysis. {ReceiptText.Of(wrong)}");
        }
    }

    private static string? Wrong(ReceiptContent content, ClipAnalysis analysis, Vocabulary? vocabulary)
    {
        var (stated, criterion) = (content.Verdict!, content.Criterion.ToCriterion());
        if (!IsSame(content.Analysis, ReceiptAnalysis.Of(analysis, content.Analysis!.Sha256, content.Version == 1 ? null : criterion))
            || !IsSame(content.Clip, ReceiptClip.Of(analysis, content.Clip!.Sha256)))
        {
            return "The receipt names another analyzer, other models, another coverage or other facts of the clip than "
                + "the analysis.";
        }

        vocabulary ??= new Vocabulary(content.Criterion.Labels.Select(
            label => new VocabularyLabel(label, "", IsActivity: false, IsValidated: true)));
        var verdict = CriterionEvaluator.Evaluate(criterion, analysis, vocabulary, content.Rule);

        // A copy of a known clip decides nothing, whatever it shows.
        if (content.Ending?.Review?.Cause == "copy" && stated.Outcome is null)
            verdict = verdict.ToUndecided(stated.Undecided ?? "");
        if (verdict.Outcome is null && stated.Outcome is not null)
            return $"The rule decides nothing by this analysis. {verdict.Reason}";
        if (verdict.Outcome != stated.Outcome)
            return $"By this analysis the outcome is {verdict.Outcome.ToWord()}.";
        var again = ReceiptVerdict.Of(verdict, [], content.Version) with { Undecided = stated.Undecided };
        return IsSame(stated with { Evidence = [] }, again)
            ? null
            : "By this analysis the verdict has another confidence, other times or another trace.";
    }

    private static bool IsSame<T>(T one, T other) =>
        ReceiptJson.Write(one).AsSpan().SequenceEqual(ReceiptJson.Write(other));

    private static ReceiptCheck Check(string name, string? wrong, string right) =>
        new(name, wrong is null, wrong ?? right);

    private static ReceiptCheck NotAsked(string name, string what) => new(name, null, $"Not asked: it takes {what}.");
}
