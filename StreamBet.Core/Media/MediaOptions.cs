namespace StreamBet.Core.Media;

/// <summary>The limits within which clips are read.</summary>
internal sealed record MediaOptions
{
    /// <summary>The longest clip that is taken.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The most pixels of a picture: 4096 x 4096, which holds 4K in either orientation.</summary>
    public long MaxPixels { get; init; } = 4096L * 4096;

    /// <summary>The longest side of a picture, in pixels.</summary>
    public int MaxSide { get; init; } = 8192;

    /// <summary>The most pixels a second of the clip: 4K at 120 pictures a second. Pictures that stand still take a few
    /// bytes each, so that a small file could otherwise keep a decoder busy for hours.</summary>
    public double MaxPixelRate { get; init; } = 4096.0 * 2304 * 120;

    /// <summary>How long a probe may take in all. It reads some megabytes, in a tenth of a second.</summary>
    public TimeSpan ProbeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a decoder may be silent while someone waits for it. There is no limit on the whole: a loaded
    /// machine takes several times as long as an idle one.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long taking one picture may take in all. It decodes what lies between two key pictures: a third of a second
    /// for 720p, some seconds for 4K.</summary>
    public TimeSpan GrabLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Address space of a probe, in bytes. It takes 0.3 GB for 4K video, and was measured to
    /// take 0.6 GB for a forged picture of 16384 x 8704.</summary>
    public long ProbeMemory { get; init; } = 1L << 30;

    /// <summary>Address space of a decoder, in bytes, also of one with an encoder behind it. The most that was measured
    /// within the limits above is 0.8 GB, for 4096 x 4096 HEVC with 10 bits; 4K H.264 takes 0.7 GB, and half of either
    /// is really used. The encoder adds 0.3 GB.</summary>
    public long DecodeMemory { get; init; } = 2L << 30;

    /// <summary>The largest file that a conversion may make, in bytes. Half an hour takes at most 1.8 GB.</summary>
    public long MaxConversionBytes { get; init; } = 2L << 30;

    /// <summary>The probe, by its name on PATH or by its path.</summary>
    public string Ffprobe { get; init; } = "ffprobe";

    /// <summary>The decoder, by its name on PATH or by its path.</summary>
    public string Ffmpeg { get; init; } = "ffmpeg";
}
