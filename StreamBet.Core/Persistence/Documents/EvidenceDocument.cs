using System.Text.Json.Serialization;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Persistence.Documents;

/// <summary>The stored evidence for a verdict.</summary>
internal sealed record EvidenceDocument(
    [property: JsonPropertyName(DocumentJson.VersionName)] int Version,
    [property: JsonPropertyName("moments")] IReadOnlyList<EvidenceDocument.Moment> Moments)
{
    private const int CurrentVersion = 2;

    public static string Write(IReadOnlyList<Evidence> evidence) =>
        DocumentJson.WriteText(new EvidenceDocument(CurrentVersion, [.. evidence.Select(Moment.Of)]));

    public static IReadOnlyList<Evidence> Read(string text)
    {
        var utf8 = DocumentJson.Bytes(text);
        return DocumentJson.VersionOf(utf8) switch
        {
            1 => [.. DocumentJson.ReadFirstVersion<IReadOnlyList<FirstEvidence>>(utf8).Select(moment => moment.ToEvidence())],
            CurrentVersion => [.. DocumentJson.Read<EvidenceDocument>(utf8).Moments.Select(moment => moment.ToEvidence())],
            var version => throw DocumentJson.UnknownVersion(version),
        };
    }

    internal sealed record Moment(
        [property: JsonPropertyName("job_id")] Guid JobId,
        [property: JsonPropertyName("at")] TimeSpan At,
        [property: JsonPropertyName("label")] string Label,
        [property: JsonPropertyName("confidence")] double Confidence,
        [property: JsonPropertyName("counts")] bool Counts,
        [property: JsonPropertyName("boxes")] IReadOnlyList<BoxDocument> Boxes,
        [property: JsonPropertyName("frame_sha256")] string? FrameSha256)
    {
        public static Moment Of(Evidence evidence) => new(
            evidence.JobId, evidence.At, evidence.Label, evidence.Confidence, evidence.Counts,
            [.. evidence.Instances.Select(BoxDocument.Of)], evidence.FrameSha256);

        public Evidence ToEvidence() =>
            new(At, Label, Confidence, Counts, [.. Boxes.Select(box => box.ToInstance())], FrameSha256) { JobId = JobId };
    }
}
