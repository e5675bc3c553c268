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
    /// <summary>The limit on the size of a frame, in bytes: about twenty times a usual one's.</summary>
    public const int MaxBytes = 2 << 20;

    // No codec reorders more pictures than this, so the key picture before them precedes the picture wanted.
    private const double MaxReordered = 16;

    private static readonly TimeSpan MaxLead = TimeSpan.FromSeconds(4);

    // A single time has no step; this one is as good as any.
    private static readonly TimeSpan AnyStep = TimeSpan.FromSeconds(0.5);

    /// <inheritdoc/>
    public Task<byte[]?> GrabAsync(StoredClip clip, VideoMetadata video, TimeSpan at, CancellationToken cancellationToken) =>
        GrabAsync(clip, video, at, IFrameGrabber.MaxWidth, cancellationToken);

    /// <summary>Takes a picture as the other method does.</summary>
    /// <param name="clip">The stored clip.</param>
    /// <param name="video">The result of the probe.</param>
    /// <param name="at">Time from the start of the clip.</param>
    /// <param name="maxWidth">The limit on the width, in pixels.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<byte[]?> GrabAsync(
        StoredClip clip, VideoMetadata video, TimeSpan at, int maxWidth, CancellationToken cancellationToken)
    {
        try
        {
            // Seek close to the picture first; read from the clip's start only if the seek lands behind it.
            var from = at - Lead(video);
            var jpeg = from > TimeSpan.Zero ? await GrabAsync(clip, video, at, from, maxWidth, cancellationToken) : [];
            if (jpeg is { Length: 0 })
                jpeg = await GrabAsync(clip, video, at, TimeSpan.Zero, maxWidth, cancellationToken);
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
        StoredClip clip, VideoMetadata video, TimeSpan at, TimeSpan from, int maxWidth, CancellationToken cancellationToken)
    {
        var arguments = MediaArguments.Grab(clip.Path, video, new EvenTimes(at, AnyStep, 1), from, maxWidth, options);
        var command = new ChildCommand(options.Ffmpeg, arguments)
        {
            AddressSpace = options.DecodeMemory,
            StallLimit = options.StallLimit,
            OverallLimit = options.GrabLimit * MediaOptions.LoadedFactor,
            CpuLimit = options.GrabLimit,
            Niceness = ChildCommand.Awaited,
            Reads = [clip.Path],
        };
        var (jpeg, end) = await ChildProcess.CollectAsync(command, MaxBytes, time, cancellationToken);
        if (end.IsSuccess && jpeg.Length > 0)
            return jpeg;
        LogNotGrabbed(at.TotalSeconds, from.TotalSeconds, end.ExitCode, end.StoppedFor, end.Complaints);
        return end.StoppedFor is null && !end.WasKilled && jpeg.Length == 0 ? [] : null;
    }

    /// <summary>How far before a picture reading must start, so that the key picture before that position precedes
    /// it.</summary>
    public static TimeSpan Lead(VideoMetadata video) => video.FrameRate * MaxLead.TotalSeconds > MaxReordered
        ? TimeSpan.FromSeconds(MaxReordered / video.FrameRate)
        : MaxLead;

    [LoggerMessage(130, LogLevel.Warning,
        "No frame at {At} s, reading from {From} s: ffmpeg ended with {ExitCode} ({StoppedFor}): {Complaints}")]
    private partial void LogNotGrabbed(double at, double from, int exitCode, StopReason? stoppedFor, string complaints);

    [LoggerMessage(131, LogLevel.Error, "No frame at {At} s: ffmpeg is not installed.")]
    private partial void LogMissing(Exception exception, double at);
}
