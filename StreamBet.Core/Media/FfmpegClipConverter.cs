using Microsoft.Extensions.Logging;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.LocalFiles;

namespace StreamBet.Core.Media;

/// <summary>Converts clips with ffmpeg. H.264 in another container is copied if its times survive that; everything else
/// is encoded.</summary>
/// <param name="options">The limits.</param>
/// <param name="tools">Runs ffprobe, and knows what this ffmpeg can do.</param>
/// <param name="time">The clock for time limits.</param>
/// <param name="logger">Logs why a clip could not be copied, and files that could not be removed.</param>
internal sealed partial class FfmpegClipConverter(
    MediaOptions options, MediaTools tools, TimeProvider time, ILogger<FfmpegClipConverter> logger)
    : IClipConverter, IDisposable
{
    private const string Encoder = "libx264";

    // Pictures per second. Below this, times become inexact; above, no analyzer makes use of them.
    private const double MinRate = 10;
    private const double MaxRate = 30;
    private const double UsualRate = 25;

    // ffmpeg's exit code when it could decode less than a third of the clip.
    private const int MostlyDamaged = 69;

    // 128 plus SIGXFSZ, which has the same number on Linux and macOS.
    private const int FileTooLarge = 128 + 25;

    // How many times as long decoding and encoding takes as decoding alone.
    private const int EncodingTakes = 3;

    // Seconds. Nobody notices a start as late as this.
    private const double MaxLeadSeconds = 0.05;

    // How far the length of a copy, and of an encoded clip, may be from the original's. Containers round durations, and
    // show the last picture for longer or shorter than they say.
    private static readonly TimeSpan CopySlack = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan MaxMissing = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxAdded = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _places = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <inheritdoc/>
    public async Task<int> ConvertAsync(
        string source, VideoMetadata video, string target, Action<TimeSpan> report, CancellationToken ct)
    {
        await _places.WaitAsync(ct);
        var isMade = false;
        try
        {
            MakeRoom(target);
            var reached = (TimeSpan at) => report(at < video.Duration ? at : video.Duration);
            var damaged = await CopyAsync(source, video, target, reached, ct)
                ? 0
                : await TranscodeAsync(source, video, target, reached, ct);
            isMade = true;
            return damaged;
        }
        catch (ToolMissingException e)
        {
            throw MediaFaults.FailedWithoutFfmpeg(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failures.NotWritten(e);
        }
        finally
        {
            if (!isMade)
                Remove(target);
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MissingPart>> FindMissingPartsAsync(CancellationToken ct)
    {
        try
        {
            return await tools.CanEncodeAsync(Encoder, ct)
                ? []
                : [new MissingPart(
                    Encoder, "Needed to convert clips to H.264; this ffmpeg build doesn't include it.",
                    $"{MediaTools.Remedy} (the full build)")];
        }
        catch (ToolMissingException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    // ffmpeg keeps the permissions of a file that it overwrites.
    private static void MakeRoom(string target)
    {
        File.Delete(target);
        PrivateFolder.Open(target, FileMode.CreateNew).Dispose();
    }

    /// <summary>Copies the coded pictures unchanged.</summary>
    /// <returns>Whether that was possible; if not, the content of the target is useless.</returns>
    private async Task<bool> CopyAsync(
        string source, VideoMetadata video, string target, Action<TimeSpan> reached, CancellationToken ct)
    {
        if (video is not { Codec: "h264", Rotation: 0, Reading: { IsMirrored: false, ClockStart.Ticks: 0 } })
            return false;
        var track = TrackOf(await tools.ReportAsync(source, ct));
        if (track is null || ProbeReport.Seconds(track.StartTime) > MaxLeadSeconds || !IsPlain(track))
            return false;
        var progress = new ProgressReader(reached);
        var end = await RunAsync(
            Command(MediaArguments.Copy(source, video, target, options), source, video, target), progress,
            () => progress.Pictures > 0, ct);
        if (progress.Pictures == 0 && end is { IsSuccess: true, Counted: 0 } && await IsSameAsync(target, video, ct))
            return true;
        LogNotCopied(progress.Pictures, end.Counted, end.ExitCode, end.Complaints);
        return false;
    }

    private async Task<bool> IsSameAsync(string target, VideoMetadata video, CancellationToken ct)
    {
        var copy = await tools.ReportAsync(target, ct);
        return TrackOf(copy) is { } track && ProbeReport.Seconds(track.StartTime) is >= 0 and <= MaxLeadSeconds
            && copy!.EndOf(track) is { } length && (length - video.Duration).Duration() <= CopySlack;
    }

    private static ReportedStream? TrackOf(ProbeReport? report) => report is null ? null : TrackChoice.Of(report)?.Track;

    // The pixel formats that every H.264 decoder supports, and square pixels.
    private static bool IsPlain(ReportedStream track) =>
        track.PixelFormat is "yuv420p" or "yuvj420p" && ProbeReport.Ratio(track.PixelAspect) is null or 1;

    private async Task<int> TranscodeAsync(
        string source, VideoMetadata video, string target, Action<TimeSpan> reached, CancellationToken ct)
    {
        if (!await tools.CanEncodeAsync(Encoder, ct))
            throw Failures.EncoderMissing();
        var rate = RateOf(video);
        var max = (int)Math.Ceiling((video.Duration + MaxAdded).TotalSeconds * rate) + 1;
        var progress = new ProgressReader(reached, rate);
        var end = await RunAsync(
            Command(MediaArguments.Transcode(source, video, target, rate, max, options), source, video, target), progress,
            () => false, ct);
        if (progress.Pictures == 0)
            throw MediaFaults.NothingDecoded(end);
        if (end.ExitCode == MostlyDamaged)
            throw Failures.Shorter(end);
        var result = await tools.ReportAsync(target, ct);
        if (!end.IsSuccess || TrackOf(result) is not { } track || result!.EndOf(track) is not { } length)
            throw Failures.NotConverted(end);
        if (length < video.Duration - MaxMissing)
            throw Failures.Shorter(end);
        if (length > video.Duration + MaxAdded)
            throw MediaFaults.LongerThanDeclared();
        return end.Counted;
    }

    // The clip's own rate, or a whole fraction of it.
    private static double RateOf(VideoMetadata video)
    {
        var rate = video.FrameRate / Math.Max(1, Math.Ceiling((video.FrameRate / MaxRate) - 0.01));
        return rate >= MinRate ? rate : UsualRate;
    }

    private ChildCommand Command(IReadOnlyList<string> arguments, string source, VideoMetadata video, string target) =>
        new(options.Ffmpeg, arguments)
        {
            AddressSpace = options.DecodeMemory,
            StallLimit = options.StallLimit,
            CpuLimit = options.CpuFor(video) * EncodingTakes,
            MaxFileBytes = options.MaxConversionBytes,
            CountedPhrase = "corrupt decoded frame",
            Reads = [source],
            Writes = [target],
        };

    private async Task<ChildEnd> RunAsync(
        ChildCommand command, ProgressReader progress, Func<bool> isEnough, CancellationToken ct)
    {
        await using var child = await ChildProcess.StartAsync(command, time, ct);
        var buffer = new byte[1024];
        for (int count; !isEnough() && (count = await child.ReadSomeAsync(buffer)) > 0;)
            progress.Add(buffer.AsSpan(0, count));
        if (isEnough())
            child.Stop(StopReason.SaidTooMuch);
        var end = await child.WaitAsync();
        ct.ThrowIfCancellationRequested();
        Judge(end);
        return end;
    }

    /// <summary>Throws if the run ended for a reason that is not the clip's.</summary>
    private static void Judge(ChildEnd end)
    {
        if (end.StoppedFor == StopReason.Stalled)
            throw MediaFaults.Stalled(end);
        if (end.StoppedFor == StopReason.UsedTooMuch)
            throw MediaFaults.UsedTooMuch(end);
        if (end.ExitCode == FileTooLarge || end.Complaints.Contains("File too large", StringComparison.Ordinal))
            throw Failures.TooLarge(end);
        if (end.WasKilled)
            throw MediaFaults.Killed(end);
        if (end.Complaints.Contains("No space left", StringComparison.Ordinal)
            || end.Complaints.Contains("quota exceeded", StringComparison.Ordinal))
            throw Failures.NotWritten(MediaFaults.Cause(end));
    }

    private void Remove(string target)
    {
        try
        {
            File.Delete(target);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogNotRemoved(fault);
        }
    }

    [LoggerMessage(140, LogLevel.Information,
        "The H.264 of a clip could not be copied and will be encoded: {Reordered} reordered pictures found, "
        + "{Damaged} damaged; ffmpeg ended with {ExitCode}: {Complaints}")]
    private partial void LogNotCopied(long reordered, int damaged, int exitCode, string complaints);

    [LoggerMessage(141, LogLevel.Warning,
        "The file of a failed conversion could not be removed; the next sweep will remove it.")]
    private partial void LogNotRemoved(Exception exception);

    /// <summary>The failures of a conversion; ffmpeg's output goes only to the log.</summary>
    private static class Failures
    {
        public static AnalysisFailedException EncoderMissing() => new(
            "converter_missing",
            "This server cannot convert the clip: its ffmpeg lacks the H.264 encoder libx264. Export the clip as MP4 with "
            + "H.264 and upload that, or ask the operator to install a full build of ffmpeg.")
        { IsPassing = true };

        public static AnalysisFailedException Shorter(ChildEnd end) => new(
            AnalysisFailedException.ClipDamaged,
            "This clip is shorter than its file says: a part of it is missing or damaged. Export or upload it again.",
            MediaFaults.Cause(end));

        public static AnalysisFailedException NotConverted(ChildEnd end) => new(
            "conversion_failed",
            "This clip could not be converted completely. Export it as MP4 with H.264 and upload that.",
            MediaFaults.Cause(end));

        public static AnalysisFailedException TooLarge(ChildEnd end) => new(
            "conversion_too_large",
            "The converted clip is too large. Export it as MP4 with H.264 and upload that.", MediaFaults.Cause(end));

        public static AnalysisFailedException NotWritten(Exception cause) => new(
            "conversion_not_written",
            "The converted clip could not be saved, probably because the server's disk is full. The operator must free some "
            + "space; then upload the clip again.",
            cause)
        { IsPassing = true };
    }
}
