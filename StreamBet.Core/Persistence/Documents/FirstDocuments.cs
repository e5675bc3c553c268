using System.Text.Json.Serialization;
using StreamBet.Core.Findings;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Persistence.Documents;

// Version 1, as written by 0.1.0; see FirstFindings. Members with a default were added within version 1.

/// <summary>A verdict of version 1.</summary>
internal sealed record FirstVerdict(
    [property: JsonPropertyName("Outcome")] Outcome? Outcome,
    [property: JsonPropertyName("Confidence")] double Confidence,
    [property: JsonPropertyName("DetectedAt")] IReadOnlyList<TimeSpan> DetectedAt,
    [property: JsonPropertyName("Reason")] string? Reason,
    [property: JsonPropertyName("Occurrences")] IReadOnlyList<FirstOccurrence> Occurrences,
    [property: JsonPropertyName("Coverage")] FirstCoverage? Coverage = null,
    [property: JsonPropertyName("NearMiss")] FirstOccurrence? NearMiss = null)
{
    public Verdict ToVerdict() => new(
        Outcome, Confidence, DetectedAt, Reason, [.. Occurrences.Select(occurrence => occurrence.ToOccurrence())])
    {
        Coverage = Coverage?.ToCoverage(),
    };
}

/// <summary>An occurrence of version 1.</summary>
internal sealed record FirstOccurrence(
    [property: JsonPropertyName("Start")] TimeSpan Start,
    [property: JsonPropertyName("End")] TimeSpan End,
    [property: JsonPropertyName("Label")] string Label,
    [property: JsonPropertyName("Confidence")] double Confidence,
    [property: JsonPropertyName("BestAt")] TimeSpan BestAt,
    [property: JsonPropertyName("CountedAt")] TimeSpan? CountedAt,
    [property: JsonPropertyName("Instances")] IReadOnlyList<FirstInstance>? Instances = null,
    [property: JsonPropertyName("ShownAt")] TimeSpan? ShownAt = null,
    [property: JsonPropertyName("ShownLabel")] string? ShownLabel = null,
    [property: JsonPropertyName("ShownConfidence")] double? ShownConfidence = null,
    [property: JsonPropertyName("Counts")] bool? Counts = null)
{
    public Occurrence ToOccurrence() => new(Start, End, Label, Confidence, BestAt, CountedAt)
    {
        Instances = [.. (Instances ?? []).Select(instance => instance.ToInstance())],
        ShownLabel = ShownLabel ?? Label,
        ShownConfidence = ShownConfidence ?? Confidence,
    };
}

/// <summary>A moment of version 1.</summary>
internal sealed record FirstEvidence(
    [property: JsonPropertyName("At")] TimeSpan At,
    [property: JsonPropertyName("Label")] string Label,
    [property: JsonPropertyName("Confidence")] double Confidence,
    [property: JsonPropertyName("Counts")] bool Counts,
    [property: JsonPropertyName("Instances")] IReadOnlyList<FirstInstance> Instances,
    [property: JsonPropertyName("FrameSha256")] string? FrameSha256,
    [property: JsonPropertyName("JobId")] Guid JobId = default)
{
    public Evidence ToEvidence() =>
        new(At, Label, Confidence, Counts, [.. Instances.Select(instance => instance.ToInstance())], FrameSha256)
        {
            JobId = JobId,
        };
}
