using System.Runtime.CompilerServices;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Media;

/// <summary>Samples clips with ffmpeg. At most one frame is held here, and ffmpeg waits when nobody takes it.</summary>
/// <param name="options">The limits.</param>
/// <param name="time">The clock of the limits in time.</param>
internal sealed class FfmpegFrameSource(MediaOptions options, TimeProvider time) : IFrameSource
{
    // Containers round durations, and a last picture may be held a little longer than they say.
    private static readonly TimeSpan DurationSlack = TimeSpan.FromSeconds(2);

    // Steps; containers round their times, and what begins as late as this before the end is not seen by anyone.
    private const double EndSlack = 0.01;

    /// <summary>How many samples a clip has: one at 0, and one at every further step before its end.</summary>
    public static int PlannedSamples(TimeSpan duration, int samplesPerSecond) =>
        Math.Max(1, (int)Math.Ceiling((duration.TotalSeconds * samplesPerSecond) - EndSlack));

    /// <inheritdoc/>
    public async IAsyncEnumerable<Frame> ReadAsync(
        string path,
        VideoMetadata video,
        int size,
        int samplesPerSecond,
        DecodeReport report,
        [EnumeratorCancellation] CancellationToken ct)
    {
        var max = PlannedSamples(video.Duration + DurationSlack, samplesPerSecond);
        await using var child = Start(path, video, size, samplesPerSecond, max + 1, ct);
        var count = 0;
        while (await ReadFrameAsync(child, count, size) is { } frame)
        {
            if (count == max)
            {
                // A clip with more to give than it is long was not sampled whole, and may not look as if it were.
                frame.Dispose();
                throw Failures.LongerThanDeclared();
            }

            count++;
            yield return frame;
            ct.ThrowIfCancellationRequested();
        }

        ct.ThrowIfCancellationRequested();
        var end = await child.WaitAsync();
        Judge(end, count);
        report.DamagedPictures = end.Counted;
        ct.ThrowIfCancellationRequested();
    }

    private ChildProcess Start(
        string path, VideoMetadata video, int size, int samplesPerSecond, int max, CancellationToken ct)
    {
        var arguments = MediaArguments.Decode(path, video, size, samplesPerSecond, max, options);
        var command = new ChildCommand(options.Ffmpeg, arguments)
        {
            AddressSpace = options.DecodeMemory,
            StallLimit = options.StallLimit,
            CountedPhrase = "corrupt decoded frame",
        };
        try
        {
            return ChildProcess.Start(command, time, ct);
        }
        catch (ToolMissingException e)
        {
            throw Failures.ToolMissing(e);
        }
    }

    private static async Task<Frame?> ReadFrameAsync(ChildProcess child, int index, int size)
    {
        var frame = Frame.Rent(index, size);
        var isWhole = false;
        try
        {
            isWhole = await child.ReadBlockAsync(frame.Writable) == frame.Writable.Length;
            return isWhole ? frame : null;
        }
        finally
        {
            if (!isWhole)
                frame.Dispose();
        }
    }

    // Complaints alone are no failure: a damaged clip may give enough to go by, and the count tells how much was seen.
    private static void Judge(ChildEnd end, int count)
    {
        if (end.StoppedFor == StopReason.Stalled)
            throw Failures.Stalled(end);
        if (end.WasKilled)
            throw Failures.Killed(end);
        if (count == 0)
            throw Failures.NothingDecoded(end);
    }

    /// <summary>The failures, one sentence each; what the tool said goes to the log.</summary>
    private static class Failures
    {
        public static AnalysisFailedException ToolMissing(ToolMissingException cause) => new(
            "ffmpeg_missing",
            "This server cannot decode videos because ffmpeg is not installed on it; its operator has to install it.",
            cause) { IsPassing = true };

        public static AnalysisFailedException NothingDecoded(ChildEnd end) => new(
            "clip_damaged",
            "No picture of this clip could be decoded: it is damaged; export or upload it again.", Cause(end));

        public static AnalysisFailedException LongerThanDeclared() => new(
            "clip_damaged",
            "This clip goes on for longer than it says it does, so it could not be examined whole; export it again.");

        public static AnalysisFailedException Stalled(ChildEnd end) => new(
            "decoder_stalled",
            "Decoding this clip came to a standstill and was given up; try again, or export the clip anew.", Cause(end))
        {
            IsPassing = true,
        };

        public static AnalysisFailedException Killed(ChildEnd end) => new(
            AnalysisFailedException.Interrupted,
            "Decoding this clip was ended from outside before it was done; send the clip again.", Cause(end)) { IsPassing = true };

        private static InvalidOperationException Cause(ChildEnd end) =>
            new($"The decoder ended with code {end.ExitCode}: {end.Complaints}");
    }
}
