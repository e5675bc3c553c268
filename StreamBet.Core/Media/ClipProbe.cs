using System.Globalization;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Media;

/// <summary>Reads clips with ffprobe.</summary>
/// <param name="options">The limits.</param>
/// <param name="time">The clock of the limits in time.</param>
internal sealed class ClipProbe(MediaOptions options, TimeProvider time) : IClipProbe
{
    private readonly MediaTools _tools = new(options, time);

    /// <inheritdoc/>
    public async Task<VideoMetadata> ProbeAsync(string path, CancellationToken ct)
    {
        var container = await SniffAsync(path, ct) ?? throw Refusals.UnsupportedContainer();
        try
        {
            var report = await _tools.ReportAsync(path, ct);
            if (report?.Format?.Name is not { } format || report.Streams.Count == 0)
                throw Refusals.Damaged();
            // What the first bytes promise and what the demuxer found are one thing, or the file plays two roles.
            if (format == "avi" != (container == ClipContainer.Avi))
                throw Refusals.UnsupportedContainer();
            var video = report.Video ?? throw Refusals.NoVideo();
            CheckPicture(video);
            var metadata = Describe(report, report.Format, video);
            if (metadata.Duration > options.MaxDuration)
                throw Refusals.TooLong(metadata.Duration, options.MaxDuration);
            if (!await _tools.CanDecodeAsync(metadata.Codec, ct))
                throw Refusals.CodecNotSupported(metadata.Codec);
            return metadata;
        }
        catch (ToolMissingException)
        {
            throw Refusals.ToolMissing();
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MissingPart>> FindMissingPartsAsync(CancellationToken ct) => _tools.FindMissingAsync(ct);

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
        // The average alone: the other rate is a guess, and may be many thousands for an ordinary clip.
        if (ProbeReport.Ratio(video.AverageFrameRate) is { } rate
            && rate * video.Width * video.Height > options.MaxPixelRate)
            throw Refusals.TooManyPictures(rate);
    }

    private static VideoMetadata Describe(ProbeReport report, ReportedFormat format, ReportedStream video)
    {
        var rotation = Rotation(video);
        var (width, height) = (ShownWidth(video), video.Height);
        if (rotation is 90 or 270)
            (width, height) = (height, width);
        return new VideoMetadata(
            report.Length ?? throw Refusals.Damaged(),
            format.LongName ?? format.Name!,
            video.Codec ?? "unknown",
            width,
            height,
            ProbeReport.Ratio(video.AverageFrameRate) ?? ProbeReport.Ratio(video.BaseFrameRate) ?? 0,
            rotation);
    }

    // ffprobe counts counter-clockwise, from -180 to 180; anything between the quarters is shown unturned.
    private static int Rotation(ReportedStream video)
    {
        var turned = video.SideData.FirstOrDefault(data => data.Rotation is not null)?.Rotation ?? 0;
        var clockwise = ((-turned % 360) + 360) % 360;
        return clockwise is 90 or 180 or 270 ? (int)clockwise : 0;
    }

    // Anamorphic video is stored narrower than it is shown; a ratio that no camera makes is passed over.
    private static int ShownWidth(ReportedStream video) =>
        ProbeReport.Ratio(video.PixelAspect) is > 0.25 and < 4 and var aspect
            ? Math.Max(1, (int)Math.Round(video.Width * aspect))
            : video.Width;

    /// <summary>The refusals, one sentence each; what the tools said stays out of them.</summary>
    private static class Refusals
    {
        public static RefusedException UnsupportedContainer() => new(
            RefusalKind.Unsupported, "unsupported_container",
            "This file is not an MP4, MOV or AVI video, whatever its name says; export it as MP4 and send that.");

        public static RefusedException Empty() => new(
            RefusalKind.Invalid, "clip_damaged", "This file is empty; choose the clip again.");

        public static RefusedException Damaged() => new(
            RefusalKind.Invalid, "clip_damaged",
            "This clip cannot be read: it is damaged or was cut off; export or upload it again.");

        public static RefusedException NoVideo() => new(
            RefusalKind.Invalid, "no_video", "This file holds no video, only sound or a cover picture; send a video.");

        public static RefusedException TooLong(TimeSpan duration, TimeSpan limit) => new(
            RefusalKind.Invalid, "clip_too_long",
            $"This clip lasts {Spoken(duration)}; the limit is {Spoken(limit)}. Send the part that decides the bet.");

        public static RefusedException PictureTooLarge(int width, int height, MediaOptions options) => new(
            RefusalKind.Invalid, "picture_too_large",
            string.Create(CultureInfo.InvariantCulture, $"This clip's picture is {width} x {height} pixels; the limit is ")
            + string.Create(CultureInfo.InvariantCulture, $"{options.MaxPixels / 1e6:0.0} megapixels and {options.MaxSide} ")
            + "pixels a side. Export it smaller, as 1080p for instance.");

        public static RefusedException TooManyPictures(double rate) => new(
            RefusalKind.Invalid, "frame_rate_too_high",
            string.Create(CultureInfo.InvariantCulture, $"This clip has {rate:0} pictures a second, too many for its ")
            + "size; export it at 60 a second or fewer.");

        public static RefusedException CodecNotSupported(string codec) => new(
            RefusalKind.Invalid, "codec_not_supported",
            "The video in this file is of a kind that cannot be decoded here"
            + (codec == "unknown" ? "" : $" ({codec})") + "; export it as H.264 in MP4.");

        public static RefusedException ToolMissing() => new(new Refusal(
            RefusalKind.Unavailable, "ffmpeg_missing",
            "This server cannot read videos because ffmpeg is not installed on it; its operator has to install it.")
        {
            IsPassing = true,
        });

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
