using StreamBet.Core.Findings;

namespace StreamBet.Core.Media;

/// <summary>Decodes a clip into samples of one size.</summary>
internal static class FrameSources
{
    /// <inheritdoc cref="IFrameSource.ReadAsync"/>
    /// <param name="source">Decodes it.</param>
    /// <param name="path">The clip.</param>
    /// <param name="video">The probe's result.</param>
    /// <param name="size">Width and height of every sample, in pixels.</param>
    /// <param name="samplesPerSecond">Samples per second of the clip.</param>
    /// <param name="report">Filled in when the enumeration ends.</param>
    /// <param name="ct">Cancels the decoding.</param>
    public static IAsyncEnumerable<Frame> ReadAsync(
        this IFrameSource source, string path, VideoMetadata video, int size, int samplesPerSecond, DecodeReport report,
        CancellationToken ct) => source.ReadAsync(path, video, [size], samplesPerSecond, report, ct);
}
