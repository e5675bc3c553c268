using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace StreamBet.Core.Receipts;

/// <summary>The content of the receipt of a verdict without a market. Its parts are those of <see cref="ReceiptContent"/>, without
/// all that belongs to a market; docs/receipts.md describes them.</summary>
/// <param name="Kind"><see cref="OnlyKind"/>.</param>
/// <param name="Version">The version of the format, <see cref="CurrentVersion"/>.</param>
/// <param name="Sequence">Its number in the server's chain of such receipts, from 1.</param>
/// <param name="Previous">The hash of the previous one; null in the first.</param>
/// <param name="DecidedAt">When the verdict was made.</param>
/// <param name="Maker">SHA-256 of the id of who asked for it, which tells people apart without naming them.</param>
/// <param name="Clip">The clip.</param>
/// <param name="Analysis">The analyzer, and the digest of its results.</param>
/// <param name="Criterion">The criterion.</param>
/// <param name="Verdict">What the clip decided and why.</param>
public sealed record StandaloneContent(
    string Kind,
    int Version,
    long Sequence,
    [property: JsonConverter(typeof(Sha256Converter))] string? Previous,
    DateTimeOffset DecidedAt,
    [property: JsonConverter(typeof(Sha256Converter))] string Maker,
    ReceiptClip Clip,
    ReceiptAnalysis Analysis,
    ReceiptCriterion Criterion,
    ReceiptVerdict Verdict)
{
    /// <summary>The kind, which marks it as no market's.</summary>
    public const string OnlyKind = "standalone";

    /// <summary>The version that this program writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of <see cref="ReceiptContent"/> that has verdicts of this form.</summary>
    internal const int VerdictForm = 3;

    /// <summary>How a receipt names who asked for it.</summary>
    /// <param name="personId">The person's id on the server.</param>
    public static string MakerOf(string personId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("maker|" + personId)));

    /// <summary>What is judged.</summary>
    internal JudgedClip Judged => new(VerdictForm, Criterion, Clip, Analysis, Verdict, IsCopy: false);
}
