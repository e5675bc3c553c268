using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;

namespace StreamBet.Tests.Support;

/// <summary>Converts clips for tests and samples the results.</summary>
internal static class Conversions
{
    private static readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), Task<VideoMetadata>> Probed = new();

    /// <summary>What is known about this machine's ffmpeg, found out once for all tests.</summary>
    public static MediaTools Tools { get; } = new(new MediaOptions(), TimeProvider.System);

    /// <summary>The probe with the default limits.</summary>
    public static ClipProbe Probe { get; } = new(new MediaOptions(), Tools);

    /// <summary>Decodes single pictures with the default limits.</summary>
    public static FfmpegPictureReader Pictures { get; } =
        new(new MediaOptions(), TimeProvider.System, NullLogger<FfmpegPictureReader>.Instance);

    /// <summary>A converter with the default limits, or others.</summary>
    public static FfmpegClipConverter Converter(MediaOptions? options = null, TimeProvider? time = null)
    {
        var tools = options is null && time is null
            ? Tools
            : new MediaTools(options ?? new MediaOptions(), time ?? TimeProvider.System);
        return new FfmpegClipConverter(
            options ?? new MediaOptions(), tools, time ?? TimeProvider.System, NullLogger<FfmpegClipConverter>.Instance);
    }

    /// <summary>Probes a clip, once for as long as its file does not change.</summary>
    public static Task<VideoMetadata> ProbeAsync(string path)
    {
        var file = new FileInfo(path);
        return Probed.GetOrAdd((path, file.Length, file.LastWriteTimeUtc), _ => Probe.ProbeAsync(path, default));
    }

    /// <summary>Converts a clip into a folder and returns the number of damaged pictures.</summary>
    public static async Task<(string Path, int Damaged)> ConvertAsync(this TemporaryFolder folder, string path)
    {
        using var converter = Converter();
        var target = folder.File("job.converted");
        var damaged = await converter.ConvertAsync(path, await ProbeAsync(path), target, _ => { }, default);
        return (target, damaged);
    }

    /// <summary>What a decoder is asked for at a rate: with that of a fingerprint fine pictures too, as an analysis takes them.</summary>
    public static DecodeReport Report(int samplesPerSecond) => new() { TakesFinePictures = samplesPerSecond == ClipFingerprint.SamplesPerSecond };

    /// <summary>The digests of pictures, to compare many quickly.</summary>
    public static IReadOnlyList<string> Digests(IEnumerable<byte[]> pictures) =>
        [.. pictures.Select(picture => Convert.ToHexStringLower(SHA256.HashData(picture)))];

    /// <summary>The samples of a clip, each a square RGB picture.</summary>
    public static async Task<List<byte[]>> SamplesAsync(string path, int size, int samplesPerSecond, DecodeReport? report = null)
    {
        var samples = new List<byte[]>();
        await foreach (var frame in new FfmpegFrameSource(new MediaOptions(), TimeProvider.System)
            .ReadAsync(path, await ProbeAsync(path), size, samplesPerSecond, report ?? Report(samplesPerSecond), default))
        {
            using (frame)
                samples.Add(frame.Rgb.ToArray());
        }

        return samples;
    }
}
