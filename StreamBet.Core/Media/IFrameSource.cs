using StreamBet.Core.Clips;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Media;

/// <summary>Turns a clip into evenly spaced pictures.</summary>
internal interface IFrameSource
{
    /// <summary>Decodes the clip; sample n is the picture that is on the screen at n / <paramref
    /// name="samplesPerSecond"/> seconds.</summary>
    /// <param name="path">The clip.</param>
    /// <param name="video">What the probe said of it.</param>
    /// <param name="size">Width and height of every frame, in pixels; the picture is fitted in and centred on
    /// black.</param>
    /// <param name="samplesPerSecond">Samples a second of the clip.</param>
    /// <param name="report">Is filled in when the enumeration ends.</param>
    /// <param name="ct">Ends the decoding; its child process is gone when the enumeration ends.</param>
    /// <returns>The samples in the order of time. Each is the caller's to dispose of. Decoding goes on only as fast as
    /// they are asked for.</returns>
    /// <exception cref="AnalysisFailedException">The clip could not be decoded, or not in keeping with
    /// <paramref name="video"/>.</exception>
    IAsyncEnumerable<Frame> ReadAsync(
        string path, VideoMetadata video, int size, int samplesPerSecond, DecodeReport report, CancellationToken ct);
}
