using System.Text.Json.Serialization;
using StreamBet.Core.Analysis;
using StreamBet.Core.Resolution;

namespace StreamBet.Web.Api.Contract;

/// <summary>The answer to POST /api/analyze.</summary>
internal sealed record AnalysisResult(
    string Status,
    Guid JobId,
    int TotalLabels,
    IReadOnlyList<LabelResult> Labels,
    IReadOnlyList<LabelResult> ActivityLabels,
    SuggestionResult? BettingSuggestion,
    VideoResult VideoMetadata)
{
    public static AnalysisResult From(Guid jobId, VideoAnalysis analysis)
    {
        var suggestion = Suggestion.From(analysis, CountTimes);
        return new AnalysisResult(
            "success",
            jobId,
            analysis.Labels.Count,
            [.. analysis.Labels.Select(LabelResult.From)],
            [.. analysis.Labels.Where(label => label.IsActivity).Select(LabelResult.From)],
            suggestion is null ? null : SuggestionResult.From(suggestion),
            new VideoResult(Figures.Seconds(analysis.Video.Duration), analysis.Video.Format));
    }

    private static int CountTimes(DetectedLabel label) =>
        CriterionEvaluator.CountOccurrences(label.Sightings.Select(sighting => sighting.At));
}

/// <summary>One label: its best confidence and every second it was seen at.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record LabelResult(string Label, double Confidence, IReadOnlyList<double> Timestamps, string? Category)
{
    public static LabelResult From(DetectedLabel label) => new(
        label.Name, Figures.Percent(label.Confidence),
        [.. label.Sightings.Select(sighting => Figures.Seconds(sighting.At))], label.Category);
}

/// <summary>A bet worth making on the next clip.</summary>
internal sealed record SuggestionResult(
    string Suggestion, string? DetectedActivity, double Confidence, IReadOnlyList<double> Timestamps)
{
    public static SuggestionResult From(Suggestion suggestion)
    {
        var label = LabelResult.From(suggestion.Label);
        return new SuggestionResult(
            suggestion.Text, suggestion.Label.IsActivity ? label.Label : null, label.Confidence, label.Timestamps);
    }
}

/// <summary>Facts about the clip.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record VideoResult(double DurationSeconds, string? Format);
