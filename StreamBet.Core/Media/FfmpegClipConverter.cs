using Microsoft.Extensions.Logging;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.LocalFiles;

namespace StreamBet.Core.Media;

/// <summary>Converts clips with ffmpeg: H.264 that another container holds is copied where that keeps its times, and
/// everything else is encoded anew.</summary>
/// <param name="options">The limits.</param>
/// <param name="time">The clock of the limits in time.</param>
/// <param name="logger">Hears why a faster way did not do, and what could not be removed.</param>
internal sealed partial class FfmpegClipConverter(
    MediaOptions options, TimeProvider time, ILogger<FfmpegClipConverter> logger)
    : IClipConverter, IDisposable
{
    private const string Encoder = "libx264";

    // Slower than this, a picture would wait too long for its turn; faster, no analyzer looks.
    private const double MinRate = 10;
    private const double MaxRate = 30;
    private const double UsualRate = 25;

    // ffmpeg's own, for a clip of which it could decode less than a third.
    private const int MostlyDamaged = 69;

    // 128 and the number of SIGXFSZ, which is the same on Linux and on macOS.
    private const int FileTooLarge = 128 + 25;

    // Seconds. A start as late as this is not seen by anyone.
    private const double MaxLeadSeconds = 0.05;

    // How far a copy may be from the clip in length, and anything that is made of it. Containers round, and hold a last
    // picture for longer or shorter than they say.
    private static readonly TimeSpan CopySlack = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan MaxMissing = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxAdded = TimeSpan.FromSeconds(2);

    private readonly MediaTools _tools = new(options, time);
    private readonly SemaphoreSlim _places = new(Math.Max(1, Environment.ProcessorCount / 2));
    private volatile bool _encoderFound;

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
            throw Failures.ToolMissing(e);
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
            return await HasEncoderAsync(ct)
                ? []
                : [new MissingPart(
                    Encoder, "It makes H.264 of other clips, and this build of ffmpeg is without it.",
                    $"{MediaTools.Remedy} (the full build)")];
        }
        catch (ToolMissingException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    // ffmpeg overwrites a file that is there and leaves it as private as it is.
    private static void MakeRoom(string target)
    {
        File.Delete(target);
        PrivateFolder.Open(target, FileMode.CreateNew).Dispose();
    }

    private async Task<bool> HasEncoderAsync(CancellationToken ct) =>
        _encoderFound || (_encoderFound = await _tools.CanEncodeAsync(Encoder, ct));

    /// <summary>Copies the coded pictures as they are.</summary>
    /// <returns>Whether that was possible; if not, whatever is in the target is worth nothing.</returns>
    private async Task<bool> CopyAsync(
        string source, VideoMetadata video, string target, Action<TimeSpan> reached, CancellationToken ct)
    {
        if (video is not { Codec: "h264", Rotation: 0 })
            return false;
        var whole = await _tools.ReportAsync(source, ct);
        if (whole is null || whole.Lead > MaxLeadSeconds || !IsPlain(whole))
            return false;
        var progress = new ProgressReader(reached);
        var end = await RunAsync(
            MediaArguments.Copy(source, target, options), progress, () => progress.Pictures > 0, ct);
        if (progress.Pictures == 0 && end is { IsSuccess: true, Counted: 0 } && await IsSameAsync(target, video, ct))
            return true;
        LogNotCopied(progress.Pictures, end.Counted, end.ExitCode, end.Complaints);
        return false;
    }

    private async Task<bool> IsSameAsync(string target, VideoMetadata video, CancellationToken ct)
    {
        var copy = await _tools.ReportAsync(target, ct);
        return copy?.Length is { } length && (length - video.Duration).Duration() <= CopySlack
            && ProbeReport.Seconds(copy.Video?.StartTime) is >= 0 and <= MaxLeadSeconds;
    }

    // What every decoder of H.264 takes, and pixels that are square.
    private static bool IsPlain(ProbeReport report) =>
        report.Video is { PixelFormat: "yuv420p" or "yuvj420p" } track
        && ProbeReport.Ratio(track.PixelAspect) is null or 1;

    private async Task<int> TranscodeAsync(
        string source, VideoMetadata video, string target, Action<TimeSpan> reached, CancellationToken ct)
    {
        if (!await HasEncoderAsync(ct))
            throw Failures.EncoderMissing();
        var rate = RateOf(video);
        var max = (int)Math.Ceiling((video.Duration + MaxAdded).TotalSeconds * rate) + 1;
        var progress = new ProgressReader(reached);
        var end = await RunAsync(
            MediaArguments.Transcode(source, video, target, rate, max, options), progress, () => false, ct);
        if (progress.Pictures == 0)
            throw Failures.NothingDecoded(end);
        if (end.ExitCode == MostlyDamaged)
            throw Failures.Shorter(end);
        if (!end.IsSuccess || (await _tools.ReportAsync(target, ct))?.Length is not { } length)
            throw Failures.NotConverted(end);
        if (length < video.Duration - MaxMissing)
            throw Failures.Shorter(end);
        if (length > video.Duration + MaxAdded)
            throw Failures.LongerThanDeclared();
        return end.Counted;
    }

    // The clip's own, or an even part of it.
    private static double RateOf(VideoMetadata video)
    {
        var rate = video.FrameRate / Math.Max(1, Math.Ceiling((video.FrameRate / MaxRate) - 0.01));
        return rate >= MinRate ? rate : UsualRate;
    }

    private async Task<ChildEnd> RunAsync(
        IReadOnlyList<string> arguments, ProgressReader progress, Func<bool> isEnough, CancellationToken ct)
    {
        var command = new ChildCommand(options.Ffmpeg, arguments)
        {
            AddressSpace = options.DecodeMemory,
            StallLimit = options.StallLimit,
            MaxFileBytes = options.MaxConversionBytes,
            CountedPhrase = "corrupt decoded frame",
        };
        await using var child = ChildProcess.Start(command, time, ct);
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

    /// <summary>Throws where the end says nothing of the clip.</summary>
    private static void Judge(ChildEnd end)
    {
        if (end.StoppedFor == StopReason.Stalled)
            throw Failures.Stalled(end);
        if (end.ExitCode == FileTooLarge || end.Complaints.Contains("File too large", StringComparison.Ordinal))
            throw Failures.TooLarge(end);
        if (end.WasKilled)
            throw Failures.Killed(end);
        if (end.Complaints.Contains("No space left", StringComparison.Ordinal)
            || end.Complaints.Contains("quota exceeded", StringComparison.Ordinal))
            throw Failures.NotWritten(Failures.Cause(end));
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
        "The H.264 of an AVI was not copied and is encoded anew: {Reordered} pictures seen out of their order, "
        + "{Damaged} damaged; the copy ended with {ExitCode}: {Complaints}")]
    private partial void LogNotCopied(long reordered, int damaged, int exitCode, string complaints);

    [LoggerMessage(141, LogLevel.Warning,
        "What is left of a conversion that failed could not be removed; the next sweep does.")]
    private partial void LogNotRemoved(Exception exception);

    /// <summary>The failures, one sentence each; what the tool said goes to the log.</summary>
    private static class Failures
    {
        public static AnalysisFailedException ToolMissing(ToolMissingException cause) => new(
            "ffmpeg_missing",
            "This server cannot convert videos because ffmpeg is not installed on it; its operator has to install it.",
            cause) { IsPassing = true };

        public static AnalysisFailedException EncoderMissing() => new(
            "converter_missing",
            "This server cannot convert this clip because its ffmpeg is without the H.264 encoder libx264; export the "
            + "clip as MP4 with H.264 and send that, or have the operator install a full ffmpeg.") { IsPassing = true };

        public static AnalysisFailedException NothingDecoded(ChildEnd end) => new(
            AnalysisFailedException.ClipDamaged,
            "No picture of this clip could be decoded: it is damaged; export or upload it again.", Cause(end));

        public static AnalysisFailedException Shorter(ChildEnd end) => new(
            AnalysisFailedException.ClipDamaged,
            "This clip ends earlier than it says it does: a part of it is missing or damaged; export or upload it "
            + "again.",
            Cause(end));

        public static AnalysisFailedException LongerThanDeclared() => new(
            AnalysisFailedException.ClipDamaged,
            "This clip goes on for longer than it says it does, so it could not be converted whole; export it again.");

        public static AnalysisFailedException NotConverted(ChildEnd end) => new(
            "conversion_failed",
            "This clip could not be converted to its end; export it as MP4 with H.264 and send that.", Cause(end));

        public static AnalysisFailedException TooLarge(ChildEnd end) => new(
            "conversion_too_large",
            "This clip grew too large when it was converted; export it as MP4 with H.264 and send that.", Cause(end));

        public static AnalysisFailedException NotWritten(Exception cause) => new(
            "conversion_not_written",
            "The converted clip could not be written on this server, most often because its disk is full; its operator "
            + "has to make room. Then send the clip again.",
            cause) { IsPassing = true };

        public static AnalysisFailedException Stalled(ChildEnd end) => new(
            "decoder_stalled",
            "Converting this clip came to a standstill and was given up; try again, or export the clip anew.",
            Cause(end)) { IsPassing = true };

        public static AnalysisFailedException Killed(ChildEnd end) => new(
            AnalysisFailedException.Interrupted,
            "Converting this clip was ended from outside before it was done; send the clip again.", Cause(end)) { IsPassing = true };

        public static InvalidOperationException Cause(ChildEnd end) =>
            new($"The converter ended with code {end.ExitCode}: {end.Complaints}");
    }
}
