using StreamBet.Core.Clips;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Media;

/// <summary>Decodes a clip into evenly spaced samples.</summary>
internal interface IFrameSource
{
    /// <summary>Decodes the clip; sample n is the picture that is on the screen at n / <paramref
    /// name="samplesPerSecond"/> seconds.</summary>
    /// <param name="path">The clip.</param>
    /// <param name="video">The probe's result.</param>
    /// <param name="sizes">Width and height of every sample, in pixels; the picture is fitted in and centred on black. With several,
    /// each sample comes in all of them, and the clip is still decoded once.</param>
    /// <param name="samplesPerSecond">Samples per second of the clip.</param>
    /// <param name="report">Filled in when the enumeration ends; its small pictures are made of the first size, its fine ones of samples of
    /// their own.</param>
    /// <param name="ct">Cancels the decoding; its child process has exited when the enumeration ends.</param>
    /// <returns>The samples in order of time; the caller disposes of each. Decoding waits for the caller to ask for the
    /// next one.</returns>
    /// <exception cref="AnalysisFailedException">The clip could not be decoded, or does not match
    /// <paramref name="video"/>.</exception>
    IAsyncEnumerable<Frame> ReadAsync(
        string path, VideoMetadata video, IReadOnlyList<int> sizes, int samplesPerSecond, DecodeReport report, CancellationToken ct);
}
