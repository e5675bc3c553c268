using Microsoft.Extensions.Logging;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Media;

/// <summary>Grabs single frames with ffmpeg.</summary>
/// <param name="options">The limits.</param>
/// <param name="time">The clock for time limits.</param>
/// <param name="logger">Logs why a frame could not be grabbed.</param>
internal sealed partial class FfmpegFrameGrabber(
    MediaOptions options, TimeProvider time, ILogger<FfmpegFrameGrabber> logger) : IFrameGrabber
{
    // About twenty times the size of a usual frame.
    private const int MaxBytes = 2 << 20;

    // No codec reorders more pictures than this, so the key picture before them precedes the picture wanted.
    private const double MaxReordered = 16;

    private static readonly TimeSpan MaxLead = TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    public async Task<byte[]?> GrabAsync(
        StoredClip clip, VideoMetadata video, TimeSpan at, CancellationToken cancellationToken)
    {
        try
        {
            // Seek close to the picture first; read from the clip's start only if the seek lands behind it.
            var from = at - Lead(video);
            var jpeg = from > TimeSpan.Zero ? await GrabAsync(clip, video, at, from, cancellationToken) : [];
            if (jpeg is { Length: 0 })
                jpeg = await GrabAsync(clip, video, at, TimeSpan.Zero, cancellationToken);
            return jpeg is { Length: > 0 } ? jpeg : null;
        }
        catch (ToolMissingException missing)
        {
            LogMissing(missing, at.TotalSeconds);
            return null;
        }
    }

    // Empty when no picture was found from that position on, null when the decoder did not finish.
    private async Task<byte[]?> GrabAsync(
        StoredClip clip, VideoMetadata video, TimeSpan at, TimeSpan from, CancellationToken cancellationToken)
    {
        var arguments = MediaArguments.Grab(clip.Path, video, at, from, IFrameGrabber.MaxWidth, options);
        var command = new ChildCommand(options.Ffmpeg, arguments)
        {
            AddressSpace = options.DecodeMemory,
            StallLimit = options.StallLimit,
            OverallLimit = options.GrabLimit,
        };
        var (jpeg, end) = await ChildProcess.CollectAsync(command, MaxBytes, time, cancellationToken);
        if (end.IsSuccess && jpeg.Length > 0)
            return jpeg;
        LogNotGrabbed(at.TotalSeconds, from.TotalSeconds, end.ExitCode, end.StoppedFor, end.Complaints);
        return end.StoppedFor is null && !end.WasKilled && jpeg.Length == 0 ? [] : null;
    }

    private static TimeSpan Lead(VideoMetadata video) => video.FrameRate * MaxLead.TotalSeconds > MaxReordered
        ? TimeSpan.FromSeconds(MaxReordered / video.FrameRate)
        : MaxLead;

    [LoggerMessage(130, LogLevel.Warning,
        "No frame at {At} s, reading from {From} s: ffmpeg ended with {ExitCode} ({StoppedFor}): {Complaints}")]
    private partial void LogNotGrabbed(double at, double from, int exitCode, StopReason? stoppedFor, string complaints);

    [LoggerMessage(131, LogLevel.Error, "No frame at {At} s: ffmpeg is not installed.")]
    private partial void LogMissing(Exception exception, double at);
}
