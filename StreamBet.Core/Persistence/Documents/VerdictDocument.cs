using System.Text.Json;
using System.Text.Json.Serialization;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Persistence.Documents;

/// <summary>A stored verdict.</summary>
internal sealed record VerdictDocument(
    [property: JsonPropertyName(DocumentJson.VersionName)] int Version,
    [property: JsonPropertyName("outcome")] string? Outcome,
    [property: JsonPropertyName("confidence")] double Confidence,
    [property: JsonPropertyName("detected_at")] IReadOnlyList<TimeSpan> DetectedAt,
    [property: JsonPropertyName("reason")] string? Reason,
    [property: JsonPropertyName("occurrences")] IReadOnlyList<OccurrenceDocument> Occurrences,
    [property: JsonPropertyName("coverage")] CoverageDocument? Coverage,
    [property: JsonPropertyName("doubt")] DoubtDocument? Doubt,
    [property: JsonPropertyName("doubts")] IReadOnlyList<DoubtfulSightingDocument> Doubts)
{
    private const int CurrentVersion = 2;
    private const string Yes = "YES";
    private const string No = "NO";

    public static string Write(Verdict verdict) => DocumentJson.WriteText(new VerdictDocument(
        CurrentVersion,
        verdict.Outcome switch { Rule.Outcome.Yes => Yes, Rule.Outcome.No => No, _ => null },
        verdict.Confidence,
        verdict.DetectedAt,
        verdict.Reason,
        [.. verdict.Occurrences.Select(OccurrenceDocument.Of)],
        verdict.Coverage is { } coverage ? CoverageDocument.Of(coverage) : null,
        verdict.Doubt is { } doubt ? DoubtDocument.Of(doubt) : null,
        [.. verdict.Doubts.Select(DoubtfulSightingDocument.Of)]));

    public static Verdict Read(string text)
    {
        var utf8 = DocumentJson.Bytes(text);
        return DocumentJson.VersionOf(utf8) switch
        {
            1 => DocumentJson.ReadFirstVersion<FirstVerdict>(utf8).ToVerdict(),
            CurrentVersion => DocumentJson.Read<VerdictDocument>(utf8).ToVerdict(),
            var version => throw DocumentJson.UnknownVersion(version),
        };
    }

    private Verdict ToVerdict() => new(
        Outcome switch
        {
            Yes => Rule.Outcome.Yes,
            No => Rule.Outcome.No,
            null => null,
            _ => throw new JsonException($"\"{Outcome}\" is not an outcome."),
        },
        Confidence,
        DetectedAt,
        Reason,
        [.. Occurrences.Select(occurrence => occurrence.ToOccurrence())])
    {
        Coverage = Coverage?.ToCoverage(),
        Doubt = Doubt?.ToDoubt(),
        Doubts = [.. Doubts.Select(seen => seen.ToSighting())],
    };
}

/// <summary>The doubt about a NO, in stored verdicts.</summary>
internal sealed record DoubtDocument(
    [property: JsonPropertyName("percent")] double Percent,
    [property: JsonPropertyName("label")] string? Label,
    [property: JsonPropertyName("at")] TimeSpan? At,
    [property: JsonPropertyName("boxes")] IReadOnlyList<BoxDocument> Boxes)
{
    public static DoubtDocument Of(Doubt doubt) =>
        new(doubt.Percent, doubt.Label, doubt.At, [.. doubt.Instances.Select(BoxDocument.Of)]);

    public Doubt ToDoubt() => new(Percent, Label, At, [.. Boxes.Select(box => box.ToInstance())]);
}

/// <summary>A sighting that a NO was weighed against, in stored verdicts.</summary>
internal sealed record DoubtfulSightingDocument(
    [property: JsonPropertyName("at")] TimeSpan At,
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("confidence")] double Confidence,
    [property: JsonPropertyName("doubt")] double Percent)
{
    public static DoubtfulSightingDocument Of(DoubtfulSighting seen) => new(seen.At, seen.Label, seen.Confidence, seen.Percent);

    public DoubtfulSighting ToSighting() => new(At, Label, Confidence, Percent);
}

/// <summary>An occurrence in a stored verdict.</summary>
internal sealed record OccurrenceDocument(
    [property: JsonPropertyName("start")] TimeSpan Start,
    [property: JsonPropertyName("end")] TimeSpan End,
    [property: JsonPropertyName("label")] string Label,
    [property: JsonPropertyName("confidence")] double Confidence,
    [property: JsonPropertyName("best_at")] TimeSpan BestAt,
    [property: JsonPropertyName("counted_at")] TimeSpan? CountedAt,
    [property: JsonPropertyName("shown_label")] string ShownLabel,
    [property: JsonPropertyName("shown_confidence")] double ShownConfidence,
    [property: JsonPropertyName("boxes")] IReadOnlyList<BoxDocument> Boxes)
{
    public static OccurrenceDocument Of(Occurrence occurrence) => new(
        occurrence.Start, occurrence.End, occurrence.Label, occurrence.Confidence, occurrence.BestAt, occurrence.CountedAt,
        occurrence.ShownLabel, occurrence.ShownConfidence, [.. occurrence.Instances.Select(BoxDocument.Of)]);

    public Occurrence ToOccurrence() => new(Start, End, Label, Confidence, BestAt, CountedAt)
    {
        ShownLabel = ShownLabel,
        ShownConfidence = ShownConfidence,
        Instances = [.. Boxes.Select(box => box.ToInstance())],
    };
}
