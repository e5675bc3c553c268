using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using StreamBet.Core.Findings;
using StreamBet.Core.Rule;
using StreamBet.Web.Shared;
using StreamBet.Web.Shared.Jobs;

namespace StreamBet.Web.Api.Contract;

/// <summary>The answer to POST /api/analyze.</summary>
internal sealed record AnalysisResult(
    string Status,
    Guid JobId,
    int TotalLabels,
    IReadOnlyList<LabelResult> Labels,
    IReadOnlyList<LabelResult> ActivityLabels,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<LabelResult>? Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<PictureResult>? Pictures,
    SuggestionResult? BettingSuggestion,
    VideoResult VideoMetadata)
{
    /// <summary>The result of a job; null until there is one.</summary>
    public static AnalysisResult? From(JobView view) => view.Analysis is not { } analysis
        ? null
        : new AnalysisResult(
            "success",
            view.Job.Id,
            analysis.Seen.Count,
            [.. analysis.Seen.Select(LabelResult.From)],
            [.. analysis.Seen.Where(label => label.IsActivity).Select(LabelResult.From)],
            analysis.Text?.Seen.Select(LabelResult.From).ToList(),
            analysis.Pictures?.Pictures.Select(PictureResult.From).ToList(),
            view.Suggestion is { } suggestion ? SuggestionResult.From(suggestion) : null,
            new VideoResult(Figures.Seconds(analysis.Video.Duration), analysis.Video.Format));
}

/// <summary>One label: its highest confidence and every second at which it was seen.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record LabelResult(
    [property: Required] string Label, [property: Required] double Confidence, [property: Required] IReadOnlyList<double> Timestamps, string? Category)
{
    // What a text has in place of a category.
    private const string TextCategory = "Text";

    public static LabelResult From(DetectedText text) => new(
        text.Text, Figures.Percent(text.Sightings.Max(sighting => sighting.Confidence)),
        [.. text.Sightings.Select(sighting => Figures.Seconds(sighting.At))], TextCategory);

    public static LabelResult From(DetectedLabel label) => new(
        label.Name, Figures.Percent(label.Confidence),
        [.. label.Sightings.Select(sighting => Figures.Seconds(sighting.At))], label.Category);
}

/// <summary>A reference picture that the clip was searched for: its highest confidence, 0 if it was not found, and every second at
/// which it was.</summary>
internal sealed record PictureResult(
    [property: Required] string Sha256, [property: Required] double Confidence, [property: Required] IReadOnlyList<double> Timestamps)
{
    public static PictureResult From(DetectedPicture picture)
    {
        var seen = picture.Sightings.Where(sighting => sighting.Confidence >= DetectedLabel.MinConfidence).ToList();
        return new PictureResult(
            picture.Sha256, Figures.Percent(seen.Select(sighting => sighting.Confidence).DefaultIfEmpty(0).Max()),
            [.. seen.Select(sighting => Figures.Seconds(sighting.At))]);
    }
}

/// <summary>A suggested bet on the next clip.</summary>
internal sealed record SuggestionResult(
    string Suggestion, string? DetectedActivity, double Confidence, IReadOnlyList<double> Timestamps)
{
    public static SuggestionResult From(Suggestion suggestion) => new(
        suggestion.Text, suggestion.IsActivity ? suggestion.Name : null, Figures.Percent(suggestion.Confidence),
        [.. suggestion.At.Select(Figures.Seconds)]);
}

/// <summary>The clip's properties.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record VideoResult([property: Required] double DurationSeconds, string? Format);
