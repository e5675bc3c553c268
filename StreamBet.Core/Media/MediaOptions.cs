using StreamBet.Core.Findings;

namespace StreamBet.Core.Media;

/// <summary>The limits for reading clips.</summary>
internal sealed record MediaOptions
{
    /// <summary>Pixels per second of a clip of 1920 x 1080 with 60 pictures per second.</summary>
    public const double FullHdRate = 1920.0 * 1080 * 60;

    /// <summary>The longest clip accepted.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The largest picture accepted, in pixels: 4096 x 4096, enough for 4K in either orientation.</summary>
    public long MaxPixels { get; init; } = 4096L * 4096;

    /// <summary>The longest side of a picture accepted, in pixels.</summary>
    public int MaxSide { get; init; } = 8192;

    /// <summary>The shortest side of a picture accepted, in pixels. Nothing can be recognised in a smaller one.</summary>
    public int MinSide { get; init; } = 16;

    /// <summary>The highest pixel rate accepted, in pixels per second of clip: 4K at 120 fps. Pictures that do not change
    /// take a few bytes each, so without this limit a small file could keep a decoder busy for hours.</summary>
    public double MaxPixelRate { get; init; } = 4096.0 * 2304 * 120;

    /// <summary>The longest clip accepted at <see cref="FullHdRate"/>. The product of length, picture size, pictures per second and
    /// <see cref="DecodingCost"/> is what counts: 4K at the same rate may be a quarter as long. Measured: this much takes 6 to 11
    /// minutes of processor time to decode as H.264, about a third of the clip's length, and 4 to 9 as HEVC.</summary>
    public TimeSpan MaxFullHdDuration { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The pixels that all pictures of a clip may have together; of H.264, as <see cref="DecodingCost"/> counts.</summary>
    public double MaxPixelsInAll => MaxFullHdDuration.TotalSeconds * FullHdRate;

    /// <summary>How long a probe may take. It usually reads a few megabytes in a tenth of a second.</summary>
    public TimeSpan ProbeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a decoder may produce no output while this server waits for it. Its total time is not limited:
    /// a loaded machine takes several times as long as an idle one.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many times its processor time grabbing a frame may take on a machine that is busy with more urgent work.</summary>
    public const int LoadedFactor = 4;

    /// <summary>The processor time that grabbing one frame may take. It decodes the pictures between two key pictures: a third of a
    /// second for 720p, a few seconds for 4K.</summary>
    public TimeSpan GrabLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The limit on a probe's address space, in bytes. Measured: 0.3 GB for 4K, 0.6 GB for a forged picture of
    /// 16384 x 8704.</summary>
    public long ProbeMemory { get; init; } = 1L << 30;

    /// <summary>The limit on the address space of a decoder, with or without an encoder behind it, in bytes. Measured:
    /// at most 1.1 GB within the limits above, for 4096 x 4096 10-bit HEVC; 0.7 GB for 4K H.264; half of it is memory in
    /// use. The encoder adds 0.3 GB.</summary>
    public long DecodeMemory { get; init; } = 2L << 30;

    /// <summary>The largest file a conversion may write, in bytes. Half an hour takes at most 1.8 GB.</summary>
    public long MaxConversionBytes { get; init; } = 2L << 30;

    /// <summary>The limit on the processor time for decoding a clip whole. Only a clip that has more in it than its header says can
    /// need as much: a core decodes some 370 million pixels of H.264 per second, and this counts with 20 million. For the
    /// longest clips that would be hours, so it ends at two minutes more than <see cref="MaxFullHdDuration"/>: three times as much as
    /// they take here.</summary>
    public TimeSpan CpuFor(VideoMetadata video)
    {
        var pixels = video.Duration.TotalSeconds * video.FrameRate * video.Width * video.Height * DecodingCost.Of(video.Codec);
        return TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(Math.Min(pixels / 20e6, MaxFullHdDuration.TotalSeconds));
    }

    /// <summary>The name of ffprobe on PATH, or its path.</summary>
    public string Ffprobe { get; init; } = "ffprobe";

    /// <summary>The name of ffmpeg on PATH, or its path.</summary>
    public string Ffmpeg { get; init; } = "ffmpeg";
}
