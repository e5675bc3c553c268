using System.Globalization;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Media;

/// <summary>Reads clips' properties with ffprobe.</summary>
/// <param name="options">The limits.</param>
/// <param name="tools">Runs ffprobe.</param>
internal sealed class ClipProbe(MediaOptions options, MediaTools tools) : IClipProbe
{
    /// <inheritdoc/>
    public async Task<VideoMetadata> ProbeAsync(string path, CancellationToken ct)
    {
        var container = await SniffAsync(path, ct) ?? throw Refusals.UnsupportedContainer();
        try
        {
            var report = await tools.ReportAsync(path, ct);
            if (report?.Format?.Name is not { } format || report.Streams.Count == 0)
                throw Refusals.Damaged();
            // A file whose first bytes and demuxer disagree could be read as two different clips.
            if (format == "avi" != (container == ClipContainer.Avi))
                throw Refusals.UnsupportedContainer();
            var choice = TrackChoice.Of(report) ?? throw Refusals.NoVideo();
            CheckPicture(choice.Track);
            var clock = await ClockAsync(path, report, choice.Track, ct);
            var metadata = Describe(report.Format, choice, clock);
            if (metadata.Duration > options.MaxDuration)
                throw Refusals.TooLong(metadata.Duration, options.MaxDuration);
            CheckWork(choice.Track, clock);
            if (!await tools.CanDecodeAsync(metadata.Codec, ct))
                throw Refusals.CodecNotSupported(metadata.Codec);
            return metadata;
        }
        catch (ToolMissingException)
        {
            throw MediaFaults.RefusedWithoutFfmpeg();
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MissingPart>> FindMissingPartsAsync(CancellationToken ct) => tools.FindMissingAsync(ct);

    private static async Task<ClipContainer?> SniffAsync(string path, CancellationToken ct)
    {
        var head = new byte[ContainerSniffer.BytesNeeded];
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0, true);
        if (file.Length == 0)
            throw Refusals.Empty();
        var count = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        return ContainerSniffer.Recognise(head.AsSpan(0, count));
    }

    private void CheckPicture(ReportedStream video)
    {
        if (video.Width <= 0 || video.Height <= 0)
            throw Refusals.Damaged();
        if ((long)video.Width * video.Height > options.MaxPixels || Math.Max(video.Width, video.Height) > options.MaxSide)
            throw Refusals.PictureTooLarge(video.Width, video.Height, options);
        if (Math.Min(video.Width, video.Height) < options.MinSide)
            throw Refusals.PictureTooSmall(video.Width, video.Height, options);
        if (video.IndexedPictures == "1")
            throw Refusals.OnePicture();
        // Only the average: the other rate is a guess, and may be many thousands for an ordinary clip.
        if (ProbeReport.Ratio(video.AverageFrameRate) is { } rate
            && rate * video.Width * video.Height > options.MaxPixelRate)
            throw Refusals.TooManyPictures(rate);
    }

    // Decoding 4K takes a place in the queue for as long as a clip of four times the length at 1080p, and a slow codec for longer.
    private void CheckWork(ReportedStream track, Clock clock)
    {
        var pixels = (double)track.Width * track.Height * DecodingCost.Of(track.Codec);
        var length = clock.Duration.TotalSeconds;
        var pictures = Math.Max(
            clock.Pictures ?? ProbeReport.Seconds(track.IndexedPictures) ?? 0,
            (ProbeReport.Ratio(track.AverageFrameRate) ?? 0) * length);
        if (pictures * pixels > options.MaxPixelsInAll)
            throw Refusals.TooManyPixels(track, clock.Duration, pictures / length, options.MaxPixelsInAll / pixels);
    }

    private static VideoMetadata Describe(ReportedFormat format, TrackChoice choice, Clock clock)
    {
        var track = choice.Track;
        var orientation = Orientation.OfDisplayMatrix(
            track.SideData.FirstOrDefault(data => data.DisplayMatrix is not null)?.DisplayMatrix);
        var (width, height) = (ShownWidth(track), track.Height);
        if (orientation.Rotation is 90 or 270)
            (width, height) = (height, width);
        return new VideoMetadata(
            clock.Duration,
            format.LongName ?? format.Name!,
            track.Codec ?? "unknown",
            width,
            height,
            ProbeReport.Ratio(track.AverageFrameRate) ?? ProbeReport.Ratio(track.BaseFrameRate) ?? 0,
            orientation.Rotation)
        {
            Reading = new TrackReading
            {
                Stream = choice.IsFirst ? null : track.Index,
                IsMirrored = orientation.IsMirrored,
                ClockStart = clock.Start,
                LatePictures = format.Name == "avi" ? track.ReorderedPictures : 0,
                Transfer = track.Transfer switch
                {
                    "arib-std-b67" => TransferCurve.Hlg,
                    "smpte2084" => TransferCurve.Pq,
                    _ => TransferCurve.Standard,
                },
            },
            Doubt = choice.Doubt,
        };
    }

    // A player's clock starts at the file's 0, but in a fragmented file saved from the middle of a stream it starts with the
    // first picture or sound. Such a file, and an AVI written to a pipe, has no duration in its header.
    private async Task<Clock> ClockAsync(string path, ProbeReport report, ReportedStream track, CancellationToken ct)
    {
        var isFragmented = report.Format!.Name != "avi" && track.IndexedPictures is null;
        if (!isFragmented && !HoldsPlaceholder(path, report.Format, track))
            return new Clock(TimeSpan.Zero, report.EndOf(track) ?? throw Refusals.Damaged(), null);
        var span = await tools.SpanAsync(path, track.Index, ct);
        if (span is null || !(span.End > span.Start))
            throw Refusals.Damaged();
        if (span.Pictures == 1)
            throw Refusals.OnePicture();
        var start = isFragmented ? Math.Min(span.Start, ProbeReport.Seconds(report.Format.StartTime) ?? span.Start) : 0;
        start = Math.Max(0, start);
        return span.End > start
            ? new Clock(ProbeReport.Time(start), ProbeReport.Time(span.End - start), span.Pictures)
            : throw Refusals.Damaged();
    }

    // Each picture of an AVI takes at least 8 bytes for its chunk's header.
    private static bool HoldsPlaceholder(string path, ReportedFormat format, ReportedStream track) =>
        format.Name == "avi" && (ProbeReport.Seconds(track.IndexedPictures) ?? 0) is var pictures
        && (pictures == 0 || pictures * 8 > new FileInfo(path).Length);

    // Anamorphic pictures are stored narrower than they are shown; implausible ratios are ignored.
    private static int ShownWidth(ReportedStream video) =>
        ProbeReport.Ratio(video.PixelAspect) is > 0.25 and < 4 and var aspect
            ? Math.Max(1, (int)Math.Round(video.Width * aspect))
            : video.Width;

    /// <summary>The part of the file's time that is the clip, and how many pictures it has if they were counted.</summary>
    private sealed record Clock(TimeSpan Start, TimeSpan Duration, int? Pictures);

    /// <summary>The refusals, without the output of the tools.</summary>
    private static class Refusals
    {
        public static RefusedException UnsupportedContainer() => new(
            RefusalKind.Unsupported, "unsupported_container",
            "This file is not an MP4, MOV or AVI clip, whatever its name says. Export it as MP4 and upload that.");

        public static RefusedException Empty() => new(
            RefusalKind.Invalid, "clip_damaged", "This file is empty. Choose the clip again.");

        public static RefusedException Damaged() => new(
            RefusalKind.Invalid, "clip_damaged",
            "This clip cannot be read. It is damaged or incomplete; export or upload it again.");

        public static RefusedException NoVideo() => new(
            RefusalKind.Invalid, "no_video", "This file has no video track, only sound or a cover picture. Choose another file.");

        public static RefusedException TooLong(TimeSpan duration, TimeSpan limit) => new(
            RefusalKind.Invalid, "clip_too_long",
            $"This clip is {Spoken(duration)} long; the limit is {Spoken(limit)}. Upload the part that decides the market.");

        public static RefusedException PictureTooLarge(int width, int height, MediaOptions options) => new(
            RefusalKind.Invalid, "picture_too_large",
            string.Create(CultureInfo.InvariantCulture, $"This clip's picture is {width} x {height} pixels; the limit is ")
            + string.Create(CultureInfo.InvariantCulture, $"{options.MaxPixels / 1e6:0.0} megapixels and {options.MaxSide} ")
            + "pixels a side. Export it smaller, for example as 1080p.");

        public static RefusedException PictureTooSmall(int width, int height, MediaOptions options) => new(
            RefusalKind.Invalid, "picture_too_small",
            string.Create(CultureInfo.InvariantCulture, $"This clip's picture is {width} x {height} pixels, too small to ")
            + string.Create(CultureInfo.InvariantCulture, $"recognise anything. The minimum is {options.MinSide} pixels a side."));

        public static RefusedException OnePicture() => new(
            RefusalKind.Invalid, "one_picture", "This clip has only a single picture. Upload a clip that shows what happened.");

        public static RefusedException TooManyPictures(double rate) => new(
            RefusalKind.Invalid, "frame_rate_too_high",
            string.Create(CultureInfo.InvariantCulture, $"This clip's frame rate ({rate:0} fps) is too high for its ")
            + "resolution. Export it at 60 fps or lower.");

        public static RefusedException TooManyPixels(ReportedStream track, TimeSpan duration, double rate, double maxPictures) => new(
            RefusalKind.Invalid, "too_many_pixels",
            string.Create(CultureInfo.InvariantCulture, $"This clip is {Spoken(duration)} long with {track.Width} x {track.Height} ")
            + string.Create(CultureInfo.InvariantCulture, $"pixels at {rate:0.#} fps{(IsSlow(track) ? $", as {track.Codec}" : "")}. The limit for such pictures is ")
            + $"{Spoken(TimeSpan.FromSeconds(Math.Floor(maxPictures / rate)))}. Export it as 1080p{(IsSlow(track) ? " with H.264" : "")}, "
            + "or upload the part that decides the market.");

        private static bool IsSlow(ReportedStream track) => DecodingCost.Of(track.Codec) > 1;

        public static RefusedException CodecNotSupported(string codec) => new(
            RefusalKind.Invalid, "codec_not_supported",
            "This server cannot decode the codec of this clip" + (codec == "unknown" ? "" : $" ({codec})")
            + ". Export it as MP4 with H.264.");

        private static string Spoken(TimeSpan time) => time switch
        {
            { TotalDays: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0} days"),
            { TotalHours: >= 1 } => string.Create(
                CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):0} h {time.Minutes} min"),
            { TotalMinutes: >= 1, Seconds: 0 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min"),
            { TotalMinutes: >= 1 } => string.Create(
                CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
        };
    }
}
