using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamBet.Core.Media;

/// <summary>ffprobe's report on a file, in its own terms.</summary>
internal sealed record ProbeReport
{
    /// <summary>The container; null when it could not be opened.</summary>
    [JsonPropertyName("format")]
    public ReportedFormat? Format { get; init; }

    /// <summary>Its streams.</summary>
    [JsonPropertyName("streams")]
    public IReadOnlyList<ReportedStream> Streams { get; init; } = [];

    /// <summary>The first video stream that is not an attached picture, which is the stream "0:V:0" of ffmpeg; null if
    /// there is none.</summary>
    public ReportedStream? Video =>
        Streams.FirstOrDefault(stream => stream is { Type: "video", Disposition.AttachedPicture: 0 });

    /// <summary>Seconds from the start of the clip, the time of sample 0, to its first picture: over 0 where the pictures
    /// begin after the sound.</summary>
    public double Lead => Math.Max(0, (Seconds(Video?.StartTime) ?? 0) - (Seconds(Format?.StartTime) ?? 0));

    /// <summary>From the start of the clip to the end of its last picture; null when the file does not say.</summary>
    public TimeSpan? Length
    {
        get
        {
            var seconds = Seconds(Video?.Duration) is > 0 and var own ? own + Lead : Seconds(Format?.Duration) ?? 0;
            return seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2)) : null;
        }
    }

    /// <summary>Parses ffprobe's JSON; null when it is invalid.</summary>
    public static ProbeReport? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<ProbeReport>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Parses a number of seconds; null when it is missing or not a number.</summary>
    public static double? Seconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : null;

    /// <summary>Parses a ratio such as "30000/1001" or "4:3"; null unless both parts are over 0.</summary>
    public static double? Ratio(string? text)
    {
        var parts = (text ?? "").Split('/', ':');
        return parts.Length == 2 && Seconds(parts[0]) is > 0 and var above && Seconds(parts[1]) is > 0 and var below
            ? above / below
            : null;
    }
}

/// <summary>A container as ffprobe reports it.</summary>
internal sealed record ReportedFormat
{
    /// <summary>The demuxer, such as "mov,mp4,m4a,3gp,3g2,mj2".</summary>
    [JsonPropertyName("format_name")]
    public string? Name { get; init; }

    /// <summary>Its name for people, such as "QuickTime / MOV".</summary>
    [JsonPropertyName("format_long_name")]
    public string? LongName { get; init; }

    /// <summary>Seconds.</summary>
    [JsonPropertyName("duration")]
    public string? Duration { get; init; }

    /// <summary>Seconds; the start of the stream that starts first.</summary>
    [JsonPropertyName("start_time")]
    public string? StartTime { get; init; }
}

/// <summary>A stream as ffprobe reports it.</summary>
internal sealed record ReportedStream
{
    /// <summary>"video", "audio", "data" and others.</summary>
    [JsonPropertyName("codec_type")]
    public string? Type { get; init; }

    /// <summary>Null, "none" or "unknown" for a codec that ffmpeg does not know.</summary>
    [JsonPropertyName("codec_name")]
    public string? Codec { get; init; }

    /// <summary>Pixels, before the rotation.</summary>
    [JsonPropertyName("width")]
    public int Width { get; init; }

    /// <summary>Pixels, before the rotation.</summary>
    [JsonPropertyName("height")]
    public int Height { get; init; }

    /// <summary>Width to height of one pixel, such as "4:3".</summary>
    [JsonPropertyName("sample_aspect_ratio")]
    public string? PixelAspect { get; init; }

    /// <summary>The pixel format, such as "yuv420p".</summary>
    [JsonPropertyName("pix_fmt")]
    public string? PixelFormat { get; init; }

    /// <summary>Pictures per second, averaged over the whole stream.</summary>
    [JsonPropertyName("avg_frame_rate")]
    public string? AverageFrameRate { get; init; }

    /// <summary>The lowest rate at which all timestamps can be expressed.</summary>
    [JsonPropertyName("r_frame_rate")]
    public string? BaseFrameRate { get; init; }

    /// <summary>Seconds.</summary>
    [JsonPropertyName("duration")]
    public string? Duration { get; init; }

    /// <summary>Seconds.</summary>
    [JsonPropertyName("start_time")]
    public string? StartTime { get; init; }

    /// <summary>The stream's purpose.</summary>
    [JsonPropertyName("disposition")]
    public ReportedDisposition Disposition { get; init; } = new();

    /// <summary>Side data of the stream.</summary>
    [JsonPropertyName("side_data_list")]
    public IReadOnlyList<ReportedSideData> SideData { get; init; } = [];
}

/// <summary>The purpose of a stream.</summary>
internal sealed record ReportedDisposition
{
    /// <summary>1 for a cover picture.</summary>
    [JsonPropertyName("attached_pic")]
    public int AttachedPicture { get; init; }
}

/// <summary>Side data of a stream.</summary>
internal sealed record ReportedSideData
{
    /// <summary>Degrees counter-clockwise by which a player turns the picture.</summary>
    [JsonPropertyName("rotation")]
    public double? Rotation { get; init; }
}
