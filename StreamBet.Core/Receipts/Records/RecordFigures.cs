namespace StreamBet.Core.Receipts.Records;

/// <summary>A server's record up to one of its receipts. docs/receipts.md describes the JSON, which has the same names. Practice
/// markets are counted in <paramref name="Practice"/> alone, and people's markets in <paramref name="People"/> and by host.</summary>
/// <param name="Receipts">How many receipts were counted, from the first one on.</param>
/// <param name="Markets">How the credit markets ended that clips were to decide. Each is in one of the next four.</param>
/// <param name="Verdicts">What became of their clips' verdicts.</param>
/// <param name="Undecided">How those ended that their clip did not decide.</param>
/// <param name="Copies">How those ended whose clip was a copy of a known one.</param>
/// <param name="WithoutVerdict">How those ended without an analysis of their clip.</param>
/// <param name="People">How the credit markets ended that people were to decide from the start.</param>
/// <param name="Practice">How the practice markets ended.</param>
/// <param name="Bands">The verdicts by their confidence.</param>
/// <param name="WithoutConfidence">How many verdicts are in no band, since version 1 doesn't say how sure a NO was.</param>
/// <param name="Labels">The same by label and version of the analyzer, in order of the label.</param>
/// <param name="Hosts">The hosts' records, those with the most markets first.</param>
/// <param name="WithoutHost">How many credit markets are in no host's record, since receipts before version 3 name no host.</param>
public sealed record RecordFigures(
    long Receipts,
    DecisionCounts Markets,
    VerdictCounts Verdicts,
    ReviewCounts Undecided,
    ReviewCounts Copies,
    DecisionCounts WithoutVerdict,
    ReviewCounts People,
    DecisionCounts Practice,
    IReadOnlyList<ReliabilityBand> Bands,
    long WithoutConfidence,
    IReadOnlyList<LabelReliability> Labels,
    IReadOnlyList<HostRecord> Hosts,
    long WithoutHost)
{
    /// <summary>The figures as canonical JSON: the same figures are always the same bytes.</summary>
    public byte[] ToBytes() => ReceiptJson.Write(this);
}
