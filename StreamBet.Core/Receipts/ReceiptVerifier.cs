using System.Security.Cryptography;
using System.Text.Json;
using StreamBet.Core.Findings;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts;

/// <summary>Verifies receipts of markets and of verdicts without a market. Pure; answers any input with sentences.</summary>
public static class ReceiptVerifier
{
    /// <summary>What the sentence of a check that was not asked for begins with; what it needs follows.</summary>
    public const string Unasked = "Not checked: for that, give ";

    /// <summary>The longest analysis that can be read, in bytes.</summary>
    public const int MaxAnalysisBytes = 256 * 1024 * 1024;

    /// <summary>Makes every requested check. If the bytes are not a receipt, only the first check is made.</summary>
    public static ReceiptReport Verify(ReceiptQuestion question)
    {
        if (StandaloneReceipt.IsClaimed(question.Receipt))
            return StandaloneVerifier.Verify(question);
        Receipt receipt;
        try
        {
            receipt = Receipt.Parse(question.Receipt);
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
            Clip(content.Clip, question.ClipSha256),
            Stake(content, question.Stake),
            Analysis(content.Judged, question.Analysis, question.Vocabulary),
            .. ChainCheck.Run(receipt, question),
        ]);
    }

    /// <summary>The only check of bytes that are not a receipt.</summary>
    internal static ReceiptReport NotOne(JsonException wrong) => new([new ReceiptCheck(
        "form", false, $"This is not a receipt, or no longer the bytes that were handed out. {ReceiptText.Of(wrong)}")]);

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
            _ => WrongPlace(content.Sequence, content.Previous),
        },
        $"It is receipt number {content.Sequence}, in canonical form, of bet {content.Bet.Id}, \"{content.Bet.Event}\","
        + $" which {(content.Outcome is { } outcome ? $"was decided {outcome.ToWord()}" : "is void")}.");

    /// <summary>What is wrong with the place in the chain that a receipt names, as a sentence; null if nothing is.</summary>
    internal static string? WrongPlace(long sequence, string? previous) => sequence switch
    {
        < 1 => $"Its number in the chain is {sequence}, and numbers begin at 1.",
        1 when previous is not null => "It is the first of the chain and still names one before it.",
        > 1 when previous is null => $"It is number {sequence} of the chain and names none before it.",
        _ => null,
    };

    /// <summary>The check "signature".</summary>
    internal static ReceiptCheck Signature(IChainLink receipt, ReceiptPublicKey key) => Check(
        "signature",
        receipt.KeyId != key.Id
            ? $"It names the key {receipt.KeyId}, and the trusted one is {key.Id}: this server did not sign it, or not "
                + "with that key."
            : receipt.IsSignedBy(key) ? null
            : "The signature is not one of the trusted key over this content: something in it was changed, or somebody "
                + "else wrote it.",
        $"The trusted key, {key.Id}, signed exactly this content.");

    /// <summary>The check "clip".</summary>
    internal static ReceiptCheck Clip(ReceiptClip? clip, string? sha256) => sha256 switch
    {
        null => NotAsked("clip", "the clip itself, whose SHA-256 the receipt names"),
        _ when clip is null => new ReceiptCheck("clip", false, "No clip is in the receipt: none had arrived when it ended."),
        _ when sha256 == clip.Sha256 => new ReceiptCheck(
            "clip", true, "It is the clip that decided, byte for byte."),
        _ when sha256 == clip.AnalysedSha256 => new ReceiptCheck(
            "clip", true, "It is what was made from the uploaded clip and analysed, byte for byte."),
        _ => new ReceiptCheck(
            "clip", false,
            $"It is another file: its SHA-256 is {sha256}, and that of the clip that decided is {clip.Sha256}."),
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

    /// <summary>The check "analysis".</summary>
    internal static ReceiptCheck Analysis(JudgedClip? content, byte[]? bytes, Vocabulary? vocabulary)
    {
        if (bytes is null)
            return NotAsked("analysis", "the analysis, from which the verdict can be made again");
        if (content is null)
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

    private static string? Wrong(JudgedClip content, ClipAnalysis analysis, Vocabulary? vocabulary)
    {
        var (stated, criterion) = (content.Verdict, content.Criterion.ToCriterion());
        if (!IsSame(content.Analysis, ReceiptAnalysis.Of(analysis, content.Analysis.Sha256, content.Version == 1 ? null : criterion))
            || !IsSame(content.Clip, ReceiptClip.Of(analysis, content.Clip.Sha256)))
        {
            return "The receipt names another analyzer, other models, another coverage or other facts of the clip than "
                + "the analysis.";
        }

        vocabulary ??= new Vocabulary(content.Criterion.Labels.Select(
            label => new VocabularyLabel(label, "", IsActivity: false, IsValidated: true)));
        var verdict = CriterionEvaluator.Evaluate(criterion, analysis, vocabulary, content.Rule);

        // A copy of a known clip decides nothing, whatever it shows.
        if (content.IsCopy && stated.Outcome is null)
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

    internal static ReceiptCheck Check(string name, string? wrong, string right) =>
        new(name, wrong is null, wrong ?? right);

    internal static ReceiptCheck NotAsked(string name, string what) => new(name, null, $"{Unasked}{what}.");
}
