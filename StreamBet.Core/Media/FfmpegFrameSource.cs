using System.Runtime.CompilerServices;
using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Media;

/// <summary>Samples clips with ffmpeg. It holds at most one sample; ffmpeg waits until the caller asks for the next.</summary>
/// <param name="options">The limits.</param>
/// <param name="time">The clock for time limits.</param>
internal sealed class FfmpegFrameSource(MediaOptions options, TimeProvider time) : IFrameSource
{
    // Containers round durations, and the last picture may stay a little longer than they say.
    private static readonly TimeSpan DurationSlack = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Frame> ReadAsync(
        string path,
        VideoMetadata video,
        int size,
        int samplesPerSecond,
        DecodeReport report,
        [EnumeratorCancellation] CancellationToken ct)
    {
        var max = SampleTimes.Count(video.Duration + DurationSlack, samplesPerSecond);
        await using var child = await StartAsync(path, video, size, samplesPerSecond, max + 1, ct);
        var count = 0;
        var box = Letterbox.Fit(video.Width, video.Height, size);
        while (await ReadFrameAsync(child, count, size) is { } frame)
        {
            if (count == max)
            {
                // Some of the clip remains unsampled, and the result must not look complete.
                frame.Dispose();
                throw MediaFaults.LongerThanDeclared();
            }

            count++;
            if (samplesPerSecond == ClipFingerprint.SamplesPerSecond)
                report.Pictures.Add(Shrink(frame, box, size));
            yield return frame;
            ct.ThrowIfCancellationRequested();
        }

        ct.ThrowIfCancellationRequested();
        var end = await child.WaitAsync();
        Judge(end, count);
        report.DamagedPictures = end.Counted;
        ct.ThrowIfCancellationRequested();
    }

    private async Task<ChildProcess> StartAsync(
        string path, VideoMetadata video, int size, int samplesPerSecond, int max, CancellationToken ct)
    {
        var arguments = MediaArguments.Decode(path, video, size, samplesPerSecond, max, options);
        var command = new ChildCommand(options.Ffmpeg, arguments)
        {
            AddressSpace = options.DecodeMemory,
            StallLimit = options.StallLimit,
            CpuLimit = options.CpuFor(video),
            Reads = [path],
            CountedPhrase = "corrupt decoded frame",
        };
        try
        {
            return await ChildProcess.StartAsync(command, time, ct);
        }
        catch (ToolMissingException e)
        {
            throw MediaFaults.FailedWithoutFfmpeg(e);
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

    private static FingerprintPicture Shrink(Frame frame, Letterbox box, int size) =>
        FingerprintPicture.OfRgb(frame.Rgb.Span, size, box.Left, box.Top, box.Width, box.Height);

    // Complaints alone are no failure: a damaged clip may still give enough samples, and the coverage counts them.
    private static void Judge(ChildEnd end, int count)
    {
        if (end.StoppedFor == StopReason.Stalled)
            throw MediaFaults.Stalled(end);
        if (end.StoppedFor == StopReason.UsedTooMuch)
            throw MediaFaults.UsedTooMuch(end);
        if (end.WasKilled)
            throw MediaFaults.Killed(end);
        if (count == 0)
            throw MediaFaults.NothingDecoded(end);
    }
}
