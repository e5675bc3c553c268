using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StreamBet.Core.Media;

/// <summary>What ffprobe says of a file, as it says it.</summary>
internal sealed record ProbeReport
{
    /// <summary>About the container; null when it could not be opened.</summary>
    [JsonPropertyName("format")]
    public ReportedFormat? Format { get; init; }

    /// <summary>Its streams.</summary>
    [JsonPropertyName("streams")]
    public IReadOnlyList<ReportedStream> Streams { get; init; } = [];

    /// <summary>The first stream that is video and no attached picture, which is also the one that "0:V:0" means to
    /// ffmpeg; null without one.</summary>
    public ReportedStream? Video =>
        Streams.FirstOrDefault(stream => stream is { Type: "video", Disposition.AttachedPicture: 0 });

    /// <summary>Seconds from the start of the clip, which is where sample 0 is, to the start of its video: over 0 where
    /// the video begins after the sound.</summary>
    public double Lead => Math.Max(0, (Seconds(Video?.StartTime) ?? 0) - (Seconds(Format?.StartTime) ?? 0));

    /// <summary>From the start of the clip to the end of its video; null when the file does not tell.</summary>
    public TimeSpan? Length
    {
        get
        {
            var seconds = Seconds(Video?.Duration) is > 0 and var own ? own + Lead : Seconds(Format?.Duration) ?? 0;
            return seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2)) : null;
        }
    }

    /// <summary>Reads ffprobe's JSON; null when it is none.</summary>
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

    /// <summary>Reads a number of seconds; null when there is none, or none that is a number.</summary>
    public static double? Seconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : null;

    /// <summary>Reads a ratio such as "30000/1001" or "4:3"; null when it is not one over zero.</summary>
    public static double? Ratio(string? text)
    {
        var parts = (text ?? "").Split('/', ':');
        return parts.Length == 2 && Seconds(parts[0]) is > 0 and var above && Seconds(parts[1]) is > 0 and var below
            ? above / below
            : null;
    }
}

/// <summary>A container in ffprobe's words.</summary>
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

/// <summary>A stream in ffprobe's words.</summary>
internal sealed record ReportedStream
{
    /// <summary>"video", "audio", "data" and others.</summary>
    [JsonPropertyName("codec_type")]
    public string? Type { get; init; }

    /// <summary>Null, "none" or "unknown" for a codec that ffmpeg has never heard of.</summary>
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

    /// <summary>How pixels are stored, such as "yuv420p".</summary>
    [JsonPropertyName("pix_fmt")]
    public string? PixelFormat { get; init; }

    /// <summary>Pictures by seconds over the whole stream.</summary>
    [JsonPropertyName("avg_frame_rate")]
    public string? AverageFrameRate { get; init; }

    /// <summary>The rate that all timestamps fit.</summary>
    [JsonPropertyName("r_frame_rate")]
    public string? BaseFrameRate { get; init; }

    /// <summary>Seconds.</summary>
    [JsonPropertyName("duration")]
    public string? Duration { get; init; }

    /// <summary>Seconds.</summary>
    [JsonPropertyName("start_time")]
    public string? StartTime { get; init; }

    /// <summary>What the stream is for.</summary>
    [JsonPropertyName("disposition")]
    public ReportedDisposition Disposition { get; init; } = new();

    /// <summary>What comes beside the pictures.</summary>
    [JsonPropertyName("side_data_list")]
    public IReadOnlyList<ReportedSideData> SideData { get; init; } = [];
}

/// <summary>What a stream is for.</summary>
internal sealed record ReportedDisposition
{
    /// <summary>1 for a cover picture.</summary>
    [JsonPropertyName("attached_pic")]
    public int AttachedPicture { get; init; }
}

/// <summary>What comes beside the pictures of a stream.</summary>
internal sealed record ReportedSideData
{
    /// <summary>Degrees counter-clockwise by which a player turns the picture.</summary>
    [JsonPropertyName("rotation")]
    public double? Rotation { get; init; }
}
