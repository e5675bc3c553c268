using System.Text.Json.Serialization;
using StreamBet.Core.Findings;
using StreamBet.Core.Ledger;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts;

/// <summary>What a receipt says of one decided market. Its parts are the JSON objects of the receipt, name for name;
/// docs/receipts.md describes them.</summary>
/// <param name="Version">The version of this form: <see cref="CurrentVersion"/>.</param>
/// <param name="Sequence">Its number in the server's chain of receipts, from 1.</param>
/// <param name="Previous">The hash of the receipt before it; null in the first.</param>
/// <param name="DecidedAt">When the market was decided.</param>
/// <param name="Bet">The market.</param>
/// <param name="Clip">The clip that decided it.</param>
/// <param name="Analysis">What was found in the clip, by digest, and by whom.</param>
/// <param name="Criterion">What had to be seen.</param>
/// <param name="Verdict">What was decided and why.</param>
/// <param name="Pool">What was staked.</param>
/// <param name="Stakes">Who staked what, by digest.</param>
/// <param name="Payouts">What was returned, by digest.</param>
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
    /// <summary>The version that is written here.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The most pieces of evidence in one receipt.</summary>
    public const int MaxEvidence = EvidenceMoments.Max;

    /// <summary>Says it from the parts.</summary>
    /// <param name="sequence">Its number in the chain, from 1.</param>
    /// <param name="previous">The hash of the receipt before it; null for the first.</param>
    /// <param name="decidedAt">When the market was decided.</param>
    /// <param name="bet">The market.</param>
    /// <param name="criterion">What had to be seen.</param>
    /// <param name="pool">Its pool as it was decided, and what the operator keeps of it.</param>
    /// <param name="analysis">What the verdict stands on.</param>
    /// <param name="clipSha256">SHA-256 of the clip as it was uploaded.</param>
    /// <param name="analysisSha256">SHA-256 of the analysis as it is stored and handed out; see <see cref="AnalysisDocument"/>.</param>
    /// <param name="verdict">The verdict, with an outcome.</param>
    /// <param name="evidence">At most <see cref="MaxEvidence"/> sightings.</param>
    /// <param name="roots">The digests over the stakes.</param>
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
            ReceiptAnalysis.Of(analysis, analysisSha256),
            ReceiptCriterion.Of(criterion),
            ReceiptVerdict.Of(verdict, evidence),
            pool,
            new ReceiptStakes(roots.Count, roots.Stakes),
            new ReceiptPayouts(roots.Paid, roots.Payouts));
}

/// <summary>The market of a receipt.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Event">Its question.</param>
/// <param name="Practice">Whether it is a practice market.</param>
/// <param name="Revision">Which wording of its question and criterion was decided, from 1.</param>
public sealed record ReceiptBet(long Id, string Event, bool Practice, int Revision);

/// <summary>The clip of a receipt.</summary>
/// <param name="Sha256">SHA-256 of the clip as it was uploaded.</param>
/// <param name="AnalysedSha256">SHA-256 of what was made from it and analysed; null when the clip itself was.</param>
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

/// <summary>What was staked on the two sides, in whole credits.</summary>
/// <param name="Currency">The currency; "unit" in the document, as the first version of receipts called it.</param>
/// <param name="Yes">Credits on YES.</param>
/// <param name="No">Credits on NO.</param>
/// <param name="Take">What the operator keeps of it.</param>
public sealed record ReceiptPool(
    [property: JsonPropertyName("unit")] Currency Currency, long Yes, long No, long Take)
{
    /// <summary>What the winners share.</summary>
    internal long Prize => Yes + No - Take;

    /// <summary>The credits on one side.</summary>
    internal long On(Outcome side) => side == Outcome.Yes ? Yes : No;
}

/// <summary>Who staked what.</summary>
/// <param name="Count">How many stakes there are.</param>
/// <param name="Root">The root of the tree over them.</param>
public sealed record ReceiptStakes(long Count, [property: JsonConverter(typeof(Sha256Converter))] string Root);

/// <summary>What was returned.</summary>
/// <param name="Total">All of it, in whole credits.</param>
/// <param name="Root">The root of the tree over what was returned for each stake.</param>
public sealed record ReceiptPayouts(long Total, [property: JsonConverter(typeof(Sha256Converter))] string Root);
