using System.Text.Json.Serialization;
using StreamBet.Core.Findings;
using StreamBet.Core.Ledger;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts;

/// <summary>The content of a receipt of one decided market. Its parts are the JSON objects of the receipt, with the
/// same names; docs/receipts.md describes them.</summary>
/// <param name="Version">The version of the format and of the rule that decided: <see cref="CurrentVersion"/>, or 1.</param>
/// <param name="Sequence">Its number in the server's chain of receipts, from 1.</param>
/// <param name="Previous">The hash of the previous receipt; null in the first.</param>
/// <param name="DecidedAt">When the market was decided.</param>
/// <param name="Bet">The market.</param>
/// <param name="Clip">The clip that decided it.</param>
/// <param name="Analysis">The analyzer, and the digest of its results.</param>
/// <param name="Criterion">The market's criterion.</param>
/// <param name="Verdict">What was decided and why.</param>
/// <param name="Pool">What was staked.</param>
/// <param name="Stakes">The digest of the stakes.</param>
/// <param name="Payouts">The digest of the payouts.</param>
public sealed record ReceiptContent(
    int Version,
    long Sequence,
    [property: JsonConverter(typeof(Sha256Converter))] string? Previous,
    DateTimeOffset DecidedAt,
    ReceiptBet Bet,
    ReceiptClip Clip,
    ReceiptAnalysis Analysis,
    ReceiptCriterion Criterion,
    ReceiptVerdict Verdict,
    ReceiptPool Pool,
    ReceiptStakes Stakes,
    ReceiptPayouts Payouts)
{
    /// <summary>The version that this program writes.</summary>
    public const int CurrentVersion = CriterionEvaluator.Version;

    /// <summary>The most evidence moments in one receipt.</summary>
    public const int MaxEvidence = EvidenceMoments.Max;

    /// <summary>Builds the content from its parts.</summary>
    /// <param name="sequence">Its number in the chain, from 1.</param>
    /// <param name="previous">The hash of the previous receipt; null for the first.</param>
    /// <param name="decidedAt">When the market was decided.</param>
    /// <param name="bet">The market.</param>
    /// <param name="criterion">The market's criterion.</param>
    /// <param name="pool">Its pool when it was decided, with the operator's take.</param>
    /// <param name="analysis">The analysis on which the verdict is based.</param>
    /// <param name="clipSha256">SHA-256 of the clip as it was uploaded.</param>
    /// <param name="analysisSha256">SHA-256 of the analysis as stored and served; see
    /// <see cref="AnalysisDocument"/>.</param>
    /// <param name="verdict">The verdict, with an outcome.</param>
    /// <param name="evidence">At most <see cref="MaxEvidence"/> moments.</param>
    /// <param name="roots">The digests of the stakes.</param>
    /// <exception cref="ArgumentException">The verdict has no outcome.</exception>
    public static ReceiptContent Of(
        long sequence, string? previous, DateTimeOffset decidedAt, ReceiptBet bet, Criterion criterion, ReceiptPool pool,
        ClipAnalysis analysis, string clipSha256, string analysisSha256, Verdict verdict, IReadOnlyList<Evidence> evidence,
        StakeRoots roots) => new(
            CurrentVersion,
            sequence,
            previous,
            decidedAt,
            bet,
            ReceiptClip.Of(analysis, clipSha256),
            ReceiptAnalysis.Of(analysis, analysisSha256, criterion.Labels),
            ReceiptCriterion.Of(criterion),
            ReceiptVerdict.Of(verdict, evidence, CurrentVersion),
            pool,
            new ReceiptStakes(roots.Count, roots.Stakes),
            new ReceiptPayouts(roots.Paid, roots.Payouts));
}

/// <summary>The market of a receipt.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Event">Its question.</param>
/// <param name="Practice">Whether it is a practice market.</param>
/// <param name="Revision">The revision of its question and criterion that was decided, from 1.</param>
public sealed record ReceiptBet(long Id, string Event, bool Practice, int Revision);

/// <summary>The clip of a receipt.</summary>
/// <param name="Sha256">SHA-256 of the clip as it was uploaded.</param>
/// <param name="AnalysedSha256">SHA-256 of the converted clip that was analysed; null if the clip itself was.</param>
/// <param name="DurationSeconds">Its length.</param>
/// <param name="Format">Its container.</param>
public sealed record ReceiptClip(
    [property: JsonConverter(typeof(Sha256Converter))] string Sha256,
    [property: JsonConverter(typeof(Sha256Converter))] string? AnalysedSha256,
    TimeSpan DurationSeconds,
    string Format)
{
    internal static ReceiptClip Of(ClipAnalysis analysis, string sha256) =>
        new(sha256, analysis.AnalysedSha256, analysis.Video.Duration, analysis.Video.Format);
}

/// <summary>The stakes on the two sides, in whole credits.</summary>
/// <param name="Currency">The currency; named "unit" in the document, as in the first version of receipts.</param>
/// <param name="Yes">Credits on YES.</param>
/// <param name="No">Credits on NO.</param>
/// <param name="Take">The operator's take.</param>
public sealed record ReceiptPool(
    [property: JsonPropertyName("unit")] Currency Currency, long Yes, long No, long Take)
{
    /// <summary>What the winners share.</summary>
    internal long Prize => Yes + No - Take;

    /// <summary>The credits on one side.</summary>
    internal long On(Outcome side) => side == Outcome.Yes ? Yes : No;
}

/// <summary>The digest of the stakes.</summary>
/// <param name="Count">The number of stakes.</param>
/// <param name="Root">The root of the tree over them.</param>
public sealed record ReceiptStakes(long Count, [property: JsonConverter(typeof(Sha256Converter))] string Root);

/// <summary>The digest of the payouts.</summary>
/// <param name="Total">The total, in whole credits.</param>
/// <param name="Root">The root of the tree over the payout of each stake.</param>
public sealed record ReceiptPayouts(long Total, [property: JsonConverter(typeof(Sha256Converter))] string Root);
