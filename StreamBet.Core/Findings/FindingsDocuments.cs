using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamBet.Core.Findings;

/// <summary>The facts about a clip, in stored documents.</summary>
internal sealed record VideoDocument(
    [property: JsonPropertyName("duration")] TimeSpan Duration,
    [property: JsonPropertyName("format")] string Format,
    [property: JsonPropertyName("codec")] string Codec,
    [property: JsonPropertyName("width")] int Width,
    [property: JsonPropertyName("height")] int Height,
    [property: JsonPropertyName("frame_rate")] double FrameRate,
    [property: JsonPropertyName("rotation")] int Rotation,
    [property: JsonPropertyName("doubt")] string? Doubt,
    [property: JsonPropertyName("reading")] ReadingDocument Reading)
{
    public static VideoDocument Of(VideoMetadata video) => new(
        video.Duration, video.Format, video.Codec, video.Width, video.Height, video.FrameRate, video.Rotation, video.Doubt,
        ReadingDocument.Of(video.Reading));

    public VideoMetadata ToVideo() => new(Duration, Format, Codec, Width, Height, FrameRate, Rotation)
    {
        Doubt = Doubt,
        Reading = Reading.ToReading(),
    };
}

/// <summary>How to read the examined track, in stored documents.</summary>
internal sealed record ReadingDocument(
    [property: JsonPropertyName("stream")] int? Stream,
    [property: JsonPropertyName("mirrored")] bool IsMirrored,
    [property: JsonPropertyName("clock_start")] TimeSpan ClockStart,
    [property: JsonPropertyName("late_pictures")] int LatePictures,
    [property: JsonPropertyName("transfer")] string Transfer)
{
    private const string Standard = "standard", Hlg = "hlg", Pq = "pq";

    public static ReadingDocument Of(TrackReading reading) => new(
        reading.Stream, reading.IsMirrored, reading.ClockStart, reading.LatePictures,
        reading.Transfer switch { TransferCurve.Hlg => Hlg, TransferCurve.Pq => Pq, _ => Standard });

    public TrackReading ToReading() => new()
    {
        Stream = Stream,
        IsMirrored = IsMirrored,
        ClockStart = ClockStart,
        LatePictures = LatePictures,
        Transfer = Transfer switch
        {
            Standard => TransferCurve.Standard,
            Hlg => TransferCurve.Hlg,
            Pq => TransferCurve.Pq,
            _ => throw new JsonException($"\"{Transfer}\" is not a transfer curve."),
        },
    };
}

/// <summary>How much of a clip was examined, in stored documents.</summary>
internal sealed record CoverageDocument(
    [property: JsonPropertyName("planned")] int Planned,
    [property: JsonPropertyName("examined")] int Examined,
    [property: JsonPropertyName("largest_gap")] TimeSpan LargestGap,
    [property: JsonPropertyName("told_by_service")] bool IsToldByService,
    [property: JsonPropertyName("damaged_pictures")] int DamagedPictures)
{
    public static CoverageDocument Of(Coverage coverage) => new(
        coverage.Planned, coverage.Examined, coverage.LargestGap, coverage.IsToldByService, coverage.DamagedPictures);

    public Coverage ToCoverage() => new(Planned, Examined, LargestGap)
    {
        IsToldByService = IsToldByService,
        DamagedPictures = DamagedPictures,
    };
}

/// <summary>Where something was seen, in stored documents.</summary>
internal sealed record BoxDocument(
    [property: JsonPropertyName("left")] double Left,
    [property: JsonPropertyName("top")] double Top,
    [property: JsonPropertyName("width")] double Width,
    [property: JsonPropertyName("height")] double Height,
    [property: JsonPropertyName("confidence")] double Confidence)
{
    public static BoxDocument Of(Instance instance) => new(
        instance.Box.Left, instance.Box.Top, instance.Box.Width, instance.Box.Height, instance.Confidence);

    public Instance ToInstance() => new(new Box(Left, Top, Width, Height), Confidence);
}
