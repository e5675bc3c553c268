using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using StreamBet.Core.Findings;
using StreamBet.Core.Ledger;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts;

/// <summary>The content of a receipt of one market that has ended. Its parts are the JSON objects of the receipt, with the
/// same names; docs/receipts.md describes them.</summary>
/// <param name="Version">The version of the format, 1 to <see cref="CurrentVersion"/>.</param>
/// <param name="Sequence">Its number in the server's chain of receipts, from 1.</param>
/// <param name="Previous">The hash of the previous receipt; null in the first.</param>
/// <param name="DecidedAt">When the market ended.</param>
/// <param name="Bet">The market.</param>
/// <param name="Clip">The clip that was bound to it; null if none had arrived.</param>
/// <param name="Analysis">The analyzer, and the digest of its results; null without a verdict.</param>
/// <param name="Criterion">The market's criterion.</param>
/// <param name="Verdict">What the clip decided and why; null if it was not analysed.</param>
/// <param name="Pool">What was staked.</param>
/// <param name="Stakes">The digest of the stakes.</param>
/// <param name="Payouts">The digest of the payouts.</param>
public sealed record ReceiptContent(
    int Version,
    long Sequence,
    [property: JsonConverter(typeof(Sha256Converter))] string? Previous,
    DateTimeOffset DecidedAt,
    ReceiptBet Bet,
    ReceiptClip? Clip,
    ReceiptAnalysis? Analysis,
    ReceiptCriterion Criterion,
    ReceiptVerdict? Verdict,
    ReceiptPool Pool,
    ReceiptStakes Stakes,
    ReceiptPayouts Payouts)
{
    /// <summary>The version that this program writes. Version 1 knew no doubt, and only version 3 knows endings other than by
    /// a clip.</summary>
    public const int CurrentVersion = 3;

    /// <summary>The most evidence moments in one receipt.</summary>
    public const int MaxEvidence = EvidenceMoments.Max;

    /// <summary>How the market ended; null before version 3, in which its clip decided.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReceiptEnding? Ending { get; init; }

    /// <summary>What its clip decided, with what that stands on; null if no clip was judged.</summary>
    internal JudgedClip? Judged => this is { Verdict: { } verdict, Clip: { } clip, Analysis: { } analysis }
        ? new JudgedClip(Version, Criterion, clip, analysis, verdict, Ending?.Review?.Cause == "copy")
        : null;

    /// <summary>How the market ended, YES or NO; null if it is void.</summary>
    [JsonIgnore]
    public Outcome? Outcome => Ending is null ? Verdict?.Outcome : Ending.Outcome;
}

/// <summary>The market of a receipt.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Event">Its question.</param>
/// <param name="Practice">Whether it is a practice market.</param>
/// <param name="Revision">The revision of its question and criterion that was decided, from 1.</param>
public sealed record ReceiptBet(long Id, string Event, bool Practice, int Revision)
{
    /// <summary>Its host; null before version 3.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReceiptHost? Host { get; init; }
}

/// <summary>The host of a market.</summary>
/// <param name="Id">SHA-256 of the host's id on the server, which tells hosts apart without naming them.</param>
/// <param name="Name">The host's name when the market ended.</param>
public sealed record ReceiptHost([property: JsonConverter(typeof(Sha256Converter))] string Id, string Name)
{
    /// <summary>How receipts name the host with this id on the server.</summary>
    public static string IdOf(string hostId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("host|" + hostId)));
}

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
    /// <summary>The bonds of objections that failed, which joined the pool.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Bonds { get; init; }

    /// <summary>What the winners share.</summary>
    internal long Prize => Yes + No - Take + Bonds;

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
