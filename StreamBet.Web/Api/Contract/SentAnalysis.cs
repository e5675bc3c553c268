using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;

namespace StreamBet.Web.Api.Contract;

/// <summary>An analysis in the format of POST /api/analyze, as a client sends it for a what-if.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record SentAnalysis(
    [property: Required] IReadOnlyList<LabelResult>? Labels, [property: Required] VideoResult? VideoMetadata, IReadOnlyList<PictureResult?>? Pictures = null)
{
    private const int MaxSightings = 100_000;

    /// <summary>Converts it for the rule. The format has one confidence per label, so every timestamp gets that
    /// confidence; it has no coverage, so the clip counts as fully examined.</summary>
    /// <exception cref="RefusedException">A part is missing or invalid (422).</exception>
    public ClipAnalysis ToAnalysis()
    {
        if (Labels is null || VideoMetadata is null)
            throw Wrong("The analysis needs \"labels\" and \"video_metadata\", as POST /api/analyze answers them.");
        if (Labels.Sum(label => (long)(label?.Timestamps?.Count ?? 0)) + (Pictures ?? []).Sum(picture => (long)(picture?.Timestamps?.Count ?? 0))
            > MaxSightings)
            throw Wrong($"The analysis has more than {MaxSightings} timestamps.");
        var duration = Time(VideoMetadata.DurationSeconds);
        return new ClipAnalysis(
            new AnalyzerIdentity("client", "", []),
            new VideoMetadata(duration, VideoMetadata.Format ?? "", "", 0, 0, 0, 0),
            new Coverage(1, 1, TimeSpan.Zero),
            [.. Labels.Select(ToLabel)])
        {
            Pictures = Pictures is null ? null : new PictureFindings([.. Pictures.Select(ToPicture)], new Coverage(1, 1, TimeSpan.Zero)),
        };
    }

    private static DetectedPicture ToPicture(PictureResult? picture)
    {
        if (picture?.Sha256 is null || picture.Timestamps is null || !(picture.Confidence is >= 0 and <= 100))
            throw Wrong("Each picture needs \"sha256\", \"confidence\" from 0 to 100 and \"timestamps\".");
        return new DetectedPicture(
            picture.Sha256, [.. picture.Timestamps.Order().Select(second => new Sighting(Time(second), picture.Confidence, []))]);
    }

    private static DetectedLabel ToLabel(LabelResult? label)
    {
        if (label?.Label is null || label.Timestamps is null || !(label.Confidence is >= 0 and <= 100))
            throw Wrong("Each label needs \"label\", \"confidence\" from 0 to 100 and \"timestamps\".");
        return new DetectedLabel(
            label.Label, label.Category ?? "", false,
            [.. label.Timestamps.Order().Select(second => new Sighting(Time(second), label.Confidence, []))]);
    }

    private static TimeSpan Time(double seconds) => seconds is >= 0 and <= 1e6
        ? TimeSpan.FromSeconds(seconds)
        : throw Wrong("Times are seconds, from 0 on.");

    private static RefusedException Wrong(string sentence) => new(RefusalKind.Unprocessable, "analysis", sentence);
}
