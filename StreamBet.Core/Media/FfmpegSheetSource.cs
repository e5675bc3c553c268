using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ContactSheets;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Media;

/// <summary>Takes the frames of contact sheets with ffmpeg.</summary>
/// <param name="grabber">Takes frames that are far apart.</param>
/// <param name="options">The limits.</param>
/// <param name="time">The clock for time limits.</param>
/// <param name="logger">Logs why frames could not be taken.</param>
internal sealed partial class FfmpegSheetSource(
    FfmpegFrameGrabber grabber, MediaOptions options, TimeProvider time, ILogger<FfmpegSheetSource> logger) : ISheetSource
{
    /// <summary>From this distance on it is quicker to seek to each frame than to decode what lies between them: key
    /// pictures are usually 1 to 10 s apart.</summary>
    internal static readonly TimeSpan FarApart = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public IAsyncEnumerable<(TimeSpan At, byte[] Jpeg)> ReadAsync(
        StoredClip clip, VideoMetadata video, EvenTimes times, CancellationToken cancellationToken) =>
        times.Step >= FarApart
            ? GrabEachAsync(clip, video, times, cancellationToken)
            : ReadThroughAsync(clip, video, times, cancellationToken);

    private async IAsyncEnumerable<(TimeSpan At, byte[] Jpeg)> GrabEachAsync(
        StoredClip clip, VideoMetadata video, EvenTimes times, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var place = 0; place < times.Count; place++)
        {
            var jpeg = await grabber.GrabAsync(clip, video, times[place], ContactSheet.MaxWidth, cancellationToken);
            if (jpeg is not null)
                yield return (times[place], jpeg);
        }
    }

    private async IAsyncEnumerable<(TimeSpan At, byte[] Jpeg)> ReadThroughAsync(
        StoredClip clip, VideoMetadata video, EvenTimes times, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Seek close to the first picture; read from the clip's start only if the seek lands behind it.
        var from = times.First - FfmpegFrameGrabber.Lead(video);
        var count = 0;
        if (from > TimeSpan.Zero)
        {
            await foreach (var jpeg in ReadFromAsync(clip, video, times, from, cancellationToken))
                yield return (times[count++], jpeg);
        }

        if (count > 0)
            yield break;
        await foreach (var jpeg in ReadFromAsync(clip, video, times, TimeSpan.Zero, cancellationToken))
            yield return (times[count++], jpeg);
    }

    private async IAsyncEnumerable<byte[]> ReadFromAsync(
        StoredClip clip, VideoMetadata video, EvenTimes times, TimeSpan from,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var arguments = MediaArguments.Grab(clip.Path, video, times, from, ContactSheet.MaxWidth, options);
        var command = new ChildCommand(options.Ffmpeg, arguments)
        {
            AddressSpace = options.DecodeMemory,
            StallLimit = options.StallLimit,
            CpuLimit = options.CpuFor(video),
            Reads = [clip.Path],
        };
        await using var child = await ChildProcess.StartAsync(command, time, cancellationToken);
        var reader = new JpegReader(child, FfmpegFrameGrabber.MaxBytes);
        var count = 0;
        for (; count < times.Count && await reader.ReadAsync() is { } jpeg; count++)
            yield return jpeg;
        var end = await child.WaitAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (count < times.Count)
            LogNotAll(count, times.Count, from.TotalSeconds, end.ExitCode, end.StoppedFor, end.Complaints);
    }

    [LoggerMessage(132, LogLevel.Warning,
        "{Taken} of {Planned} frames of a contact sheet, reading from {From} s: ffmpeg ended with {ExitCode} ({StoppedFor}): {Complaints}")]
    private partial void LogNotAll(int taken, int planned, double from, int exitCode, StopReason? stoppedFor, string complaints);
}
