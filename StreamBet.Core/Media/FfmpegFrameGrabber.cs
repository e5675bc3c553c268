using Microsoft.Extensions.Logging;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Media;

/// <summary>Takes single pictures with ffmpeg.</summary>
/// <param name="options">The limits.</param>
/// <param name="time">The clock of the limits in time.</param>
/// <param name="logger">Hears why a picture could not be taken.</param>
internal sealed partial class FfmpegFrameGrabber(
    MediaOptions options, TimeProvider time, ILogger<FfmpegFrameGrabber> logger) : IFrameGrabber
{
    // Some twenty times a usual frame.
    private const int MaxBytes = 2 << 20;

    // No coding reorders more pictures than these, so that the key picture before them comes before the one that is sought.
    private const double MaxReordered = 16;

    private static readonly TimeSpan MaxLead = TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    public async Task<byte[]?> GrabAsync(
        StoredClip clip, VideoMetadata video, TimeSpan at, CancellationToken cancellationToken)
    {
        try
        {
            // From the clip's start only where a place nearer to the picture leads past it.
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

    // Empty when there was no such picture from that place on, null when the decoder did not come to its end.
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
        "No picture at {At} s, sought from {From} s on: the decoder ended with {ExitCode} ({StoppedFor}): {Complaints}")]
    private partial void LogNotGrabbed(double at, double from, int exitCode, StopReason? stoppedFor, string complaints);

    [LoggerMessage(131, LogLevel.Error, "No picture at {At} s: ffmpeg is missing.")]
    private partial void LogMissing(Exception exception, double at);
}
