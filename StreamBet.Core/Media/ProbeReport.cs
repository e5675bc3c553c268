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

    /// <summary>The video streams that are not attached pictures, in the order of the file.</summary>
    public IReadOnlyList<ReportedStream> VideoTracks =>
        [.. Streams.Where(stream => stream is { Type: "video", Disposition.AttachedPicture: 0 })];

    /// <summary>From the file's time 0 to the end of a track's last picture; null when the file does not say.</summary>
    public TimeSpan? EndOf(ReportedStream track)
    {
        var seconds = Seconds(track.Duration) is > 0 and var own
            ? own + (Seconds(track.StartTime) ?? 0)
            : Seconds(Format?.Duration) ?? 0;
        return seconds > 0 ? Time(seconds) : null;
    }

    /// <summary>A time of at most half of what fits, so that times can be added.</summary>
    public static TimeSpan Time(double seconds) =>
        TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2));

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
    /// <summary>Its position in the file, from 0.</summary>
    [JsonPropertyName("index")]
    public int Index { get; init; }

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

    /// <summary>How the values map to light, such as "bt709"; null or "unknown" when the file does not say.</summary>
    [JsonPropertyName("color_transfer")]
    public string? Transfer { get; init; }

    /// <summary>How many pictures the decoder holds back to reorder them.</summary>
    [JsonPropertyName("has_b_frames")]
    public int ReorderedPictures { get; init; }

    /// <summary>The number of pictures in the file's index; null when the index does not say, as in fragmented
    /// files.</summary>
    [JsonPropertyName("nb_frames")]
    public string? IndexedPictures { get; init; }

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
    /// <summary>1 for a track that is enabled; always 0 in an AVI.</summary>
    [JsonPropertyName("default")]
    public int Default { get; init; }

    /// <summary>1 for a cover picture.</summary>
    [JsonPropertyName("attached_pic")]
    public int AttachedPicture { get; init; }
}

/// <summary>Side data of a stream.</summary>
internal sealed record ReportedSideData
{
    /// <summary>The matrix by which a player turns and mirrors the picture, as three lines of a row number and three
    /// integers; null in other side data.</summary>
    [JsonPropertyName("displaymatrix")]
    public string? DisplayMatrix { get; init; }
}
