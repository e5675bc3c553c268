using System.Buffers;
using System.Runtime.CompilerServices;
using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Media;

/// <summary>Samples clips with ffmpeg. It holds at most one sample, and the small pictures that the
/// report collects; ffmpeg waits until the caller asks for the next sample.</summary>
/// <param name="options">The limits.</param>
/// <param name="time">The clock for time limits.</param>
internal sealed class FfmpegFrameSource(MediaOptions options, TimeProvider time) : IFrameSource
{
    private const int Colours = 3;

    // Containers round durations, and the last picture may stay a little longer than they say.
    private static readonly TimeSpan DurationSlack = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Frame> ReadAsync(
        string path,
        VideoMetadata video,
        IReadOnlyList<int> sizes,
        int samplesPerSecond,
        DecodeReport report,
        [EnumeratorCancellation] CancellationToken ct)
    {
        var max = SampleTimes.Count(video.Duration + DurationSlack, samplesPerSecond);
        if (report.TakesFinePictures && samplesPerSecond != ClipFingerprint.SamplesPerSecond)
            throw new ArgumentOutOfRangeException(nameof(samplesPerSecond), samplesPerSecond, "Fine pictures come with the rate of a kept fingerprint.");
        var fine = report.TakesFinePictures ? ClipFingerprint.FineSamplesPerSecond / samplesPerSecond : 0;
        await using var child = await StartAsync(path, video, sizes, samplesPerSecond, max + 1, fine, ct);
        var count = 0;
        var box = Letterbox.Fit(video.Width, video.Height, sizes[0]);
        while (await ReadFrameAsync(child, count, video, sizes, fine, report) is { } frame)
        {
            if (count == max)
            {
                // Some of the clip remains unsampled, and the result must not look complete.
                frame.Dispose();
                throw MediaFaults.LongerThanDeclared();
            }

            count++;
            if (samplesPerSecond is ClipFingerprint.SamplesPerSecond or ClipFingerprint.FineSamplesPerSecond)
                report.Pictures.Add(Shrink(frame, box, sizes[0]));
            yield return frame;
            ct.ThrowIfCancellationRequested();
        }

        ct.ThrowIfCancellationRequested();
        var end = await child.WaitAsync();
        Judge(end, count);
        report.DamagedPictures = end.Counted;
        DropFilling(report.FinePictures, fine);
        ct.ThrowIfCancellationRequested();
    }

    private async Task<ChildProcess> StartAsync(
        string path, VideoMetadata video, IReadOnlyList<int> sizes, int samplesPerSecond, int max, int fine, CancellationToken ct)
    {
        var arguments = MediaArguments.Decode(path, video, sizes, samplesPerSecond, max, options, fine);
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

    private static async Task<Frame?> ReadFrameAsync(
        ChildProcess child, int index, VideoMetadata video, IReadOnlyList<int> sizes, int fine, DecodeReport report)
    {
        var frame = Frame.Rent(index, [.. sizes]);
        var (isWhole, width) = (true, MediaArguments.WidthOf(sizes, fine));
        try
        {
            for (var place = 0; place < sizes.Count && isWhole; place++)
                isWhole = await ReadSizeAsync(child, frame.WritableIn(place), sizes[place], width);
            isWhole = isWhole && (fine == 0 || await ReadFineAsync(child, video, width, fine, report.FinePictures));
            return isWhole ? frame : null;
        }
        catch
        {
            isWhole = false;
            throw;
        }
        finally
        {
            if (!isWhole)
                frame.Dispose();
        }
    }

    private static async Task<bool> ReadFineAsync(
        ChildProcess child, VideoMetadata video, int width, int count, List<FingerprintPicture> into)
    {
        const int side = FingerprintPicture.SampleSide;
        var bytes = side * width * Colours;
        var rows = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            if (await child.ReadBlockAsync(rows.AsMemory(0, bytes)) < bytes)
                return false;
            var box = Letterbox.Fit(video.Width, video.Height, side);
            for (var place = 0; place < count; place++)
            {
                into.Add(FingerprintPicture.OfRgb(
                    rows.AsSpan(0, bytes), width, (place * side) + box.Left, box.Top, box.Width, box.Height));
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rows);
        }
    }

    // The row of the last sample is filled up with black.
    private static void DropFilling(List<FingerprintPicture> pictures, int fine)
    {
        for (var filled = 1; filled < fine && pictures is [.., { IsBlack: true }]; filled++)
            pictures.RemoveAt(pictures.Count - 1);
    }

    // The sizes come below each other, so the rows of a smaller one are filled up to the width of the widest part.
    private static async Task<bool> ReadSizeAsync(ChildProcess child, Memory<byte> into, int size, int width)
    {
        if (size == width)
            return await child.ReadBlockAsync(into) == into.Length;
        var (row, filled) = (size * Colours, width * Colours);
        var rows = ArrayPool<byte>.Shared.Rent(size * filled);
        try
        {
            if (await child.ReadBlockAsync(rows.AsMemory(0, size * filled)) < size * filled)
                return false;
            for (var y = 0; y < size; y++)
                rows.AsSpan(y * filled, row).CopyTo(into.Span[(y * row)..]);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rows);
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
