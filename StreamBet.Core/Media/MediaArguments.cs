using System.Globalization;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Media;

/// <summary>The command lines of ffprobe and ffmpeg. Clips are untrusted: the tools may read only that one file, and only
/// with the demuxers of MP4, MOV and AVI.</summary>
internal static class MediaArguments
{
    // Added to the probe's limit because coded pictures are padded to whole macroblocks.
    private const int PaddingRoom = 1 << 20;

    // The side of a converted picture, in pixels. Analyzers scale it down further, and larger ones take longer to send.
    private const double MaxSide = 1920;

    // A picture that stays on the screen for this long is still found without reading the clip from its start.
    private static readonly TimeSpan MaxStandstill = TimeSpan.FromSeconds(10);

    private const string Entries =
        "format=format_name,format_long_name,duration,start_time"
        + ":stream=index,codec_type,codec_name,width,height,pix_fmt,sample_aspect_ratio,color_transfer"
        + ",avg_frame_rate,r_frame_rate,duration,start_time,nb_frames,has_b_frames"
        + ":stream_disposition=default,attached_pic:stream_side_data=displaymatrix";

    /// <summary>Prints a clip's properties as JSON. The picture's size is not limited here, since ffprobe would then
    /// fail without reporting it; the memory limit protects the server.</summary>
    public static IReadOnlyList<string> Probe(string path) =>
    [
        "-v", "error", .. Confine("file"),
        "-probesize", "5000000", "-analyzeduration", "5000000", "-max_streams", "100",
        "-show_entries", Entries, "-of", "json", "-i", "file:" + Path.GetFullPath(path),
    ];

    /// <summary>Lists display time, decoding time and duration of each picture of a track, one a line.</summary>
    public static IReadOnlyList<string> Packets(string path, int stream) =>
    [
        "-v", "error", .. Confine("file"), "-max_streams", "100", "-select_streams", Text(stream),
        "-show_entries", "packet=pts_time,dts_time,duration_time", "-of", "csv=p=0", "-i", "file:" + Path.GetFullPath(path),
    ];

    /// <summary>Writes samples as raw RGB to standard output.</summary>
    /// <param name="path">The clip.</param>
    /// <param name="video">The probe's result.</param>
    /// <param name="sizes">The side of a square sample, in pixels; the same sample in several sizes comes one below the other, filled with
    /// black on the right up to <see cref="WidthOf"/>.</param>
    /// <param name="samplesPerSecond">Samples per second of the clip.</param>
    /// <param name="max">The limit on the number of samples.</param>
    /// <param name="options">The limits.</param>
    /// <param name="fine">How many small samples come side by side below each sample: one of its own time, and others evenly spaced up
    /// to the next sample; those after the end of the clip are black. 0 for none.</param>
    public static IReadOnlyList<string> Decode(
        string path, VideoMetadata video, IReadOnlyList<int> sizes, int samplesPerSecond, int max, MediaOptions options, int fine = 0) =>
    [
        .. ReadWhole(path, options), .. VideoAlone(video), "-vf", Filters(video, sizes, samplesPerSecond, fine),
        "-frames:v", Text(max), "-pix_fmt", "rgb24", "-f", "rawvideo", "pipe:1",
    ];

    /// <summary>The width of what <see cref="Decode"/> writes, in pixels.</summary>
    public static int WidthOf(IReadOnlyList<int> sizes, int fine) => Math.Max(sizes.Max(), fine * FingerprintPicture.SampleSide);

    /// <summary>Writes the pictures that are on the screen at some times to standard output, as JPEGs one after
    /// another.</summary>
    /// <param name="path">The clip.</param>
    /// <param name="video">The probe's result.</param>
    /// <param name="times">The times.</param>
    /// <param name="from">The position to start reading at; zero reads the clip from its start. If there is no picture
    /// between this position and the first time, the output is empty.</param>
    /// <param name="maxWidth">The limit on the width, in pixels; a wider picture is scaled down.</param>
    /// <param name="options">The limits.</param>
    public static IReadOnlyList<string> Grab(
        string path, VideoMetadata video, EvenTimes times, TimeSpan from, int maxWidth, MediaOptions options) =>
    [
        "-nostdin", "-v", "warning", .. Confine("file,pipe"), "-max_pixels", Text(options.MaxPixels + PaddingRoom),
        // Reading starts at the key picture before that position, and keeps the times that pictures have when the clip
        // is read from its start.
        .. from > TimeSpan.Zero
            ? (string[])["-seek_timestamp", "1", "-noaccurate_seek", "-ss", Seconds(from + video.Reading.ClockStart)]
            : [],
        "-copyts", "-threads", "2", "-autorotate", "0", "-reinit_filter", "0", "-i", "file:" + Path.GetFullPath(path),
        .. VideoAlone(video), "-vf", GrabFilters(video, times, from, maxWidth),
        "-frames:v", Text(times.Count), "-c:v", "mjpeg", "-q:v", "4", "-flags:v", "bitexact", "-f", "image2pipe", "pipe:1",
    ];

    /// <summary>Encodes raw RGB from standard input as an MP4. Its index comes first, so that a browser can start playing
    /// it before all of it has arrived.</summary>
    /// <param name="path">The path of the MP4.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="picturesPerSecond">Pictures per second.</param>
    /// <param name="encoder">ffmpeg's name of the encoder, and its settings.</param>
    public static IReadOnlyList<string> Encode(
        string path, int width, int height, int picturesPerSecond, IReadOnlyList<string> encoder) =>
    [
        "-v", "error", "-protocol_whitelist", "file,pipe", "-f", "rawvideo", "-pixel_format", "rgb24",
        "-video_size", $"{Text(width)}x{Text(height)}", "-framerate", Text(picturesPerSecond), "-i", "pipe:0",
        "-threads", "2", "-c:v", .. encoder, "-pix_fmt", "yuv420p", "-movflags", "+faststart", "-f", "mp4", "-y",
        "file:" + Path.GetFullPath(path),
    ];

    /// <summary>Encodes an MP4 with H.264 that shows the same picture as the clip at every time, and reports progress on
    /// standard output. The result is upright, has square pixels, and has neither sound nor metadata.</summary>
    /// <param name="path">The clip.</param>
    /// <param name="video">The probe's result.</param>
    /// <param name="target">The path of the MP4; an existing file is overwritten.</param>
    /// <param name="picturesPerSecond">Pictures per second.</param>
    /// <param name="max">The limit on the number of pictures.</param>
    /// <param name="options">The limits.</param>
    public static IReadOnlyList<string> Transcode(
        string path, VideoMetadata video, string target, double picturesPerSecond, int max, MediaOptions options) =>
    [
        // ffmpeg must rotate the pictures itself: otherwise it copies the clip's rotation to the result.
        .. ReadWhole(path, options, isTurned: video.Rotation != 0 || video.Reading.IsMirrored), .. VideoAlone(video),
        "-vf", TranscodeFilters(video, picturesPerSecond),
        // Without B-pictures the file's times begin at 0 without an edit list, which some readers ignore. The limits on
        // the bit rate limit the size of the file.
        "-frames:v", Text(max), "-threads", "2", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-bf", "0",
        "-maxrate", "8M", "-bufsize", "16M", .. BareMp4(target),
    ];

    /// <summary>Copies the H.264 of an AVI to an MP4. Progress on standard output has the time copied and, as the number
    /// of pictures, how many of them are reordered (B-pictures). An AVI stores decoding times only, which equal the
    /// display times only if there are none. Every picture is decoded as well, to find damaged ones.</summary>
    /// <param name="path">The clip.</param>
    /// <param name="video">The probe's result.</param>
    /// <param name="target">The path of the MP4; an existing file is overwritten.</param>
    /// <param name="options">The limits.</param>
    public static IReadOnlyList<string> Copy(string path, VideoMetadata video, string target, MediaOptions options) =>
    [
        // The reported number of pictures is that of the first output.
        .. ReadWhole(path, options, keepsTimes: false), .. VideoAlone(video), "-vf", "select=eq(pict_type\\,B)", "-f", "null", "-",
        .. VideoAlone(video), "-c:v", "copy", "-bsf:v", "setts=ts=DTS", .. BareMp4(target),
    ];

    /// <summary>Writes a picture from standard input as a portable arbitrary map to standard output: its size, and red, green, blue
    /// and opacity of each pixel.</summary>
    /// <param name="demuxer">ffmpeg's demuxer for a file of its kind.</param>
    public static IReadOnlyList<string> DecodePicture(string demuxer) =>
    [
        "-v", "error", "-protocol_whitelist", "pipe", "-format_whitelist", demuxer, "-max_pixels", Text(IPictureReader.MaxPixels + PaddingRoom),
        "-xerror", "-err_detect", "explode", "-threads", "1", "-f", demuxer, "-i", "pipe:0", "-map", "0:v:0", "-frames:v", "1", "-filter_threads", "1",
        "-vf", string.Create(
            CultureInfo.InvariantCulture,
            $"scale=w=min({IPictureReader.MaxSide}\\,iw):h=min({IPictureReader.MaxSide}\\,ih):force_original_aspect_ratio=decrease:flags=area,format=rgba"),
        "-c:v", "pam", "-f", "image2pipe", "pipe:1",
    ];

    /// <summary>Encodes a picture from standard input, four bytes a pixel, as PNG to standard output.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    public static IReadOnlyList<string> EncodePicture(int width, int height) =>
    [
        "-v", "error", "-protocol_whitelist", "pipe", "-f", "rawvideo", "-pixel_format", "rgba",
        "-video_size", $"{Text(width)}x{Text(height)}", "-i", "pipe:0", "-frames:v", "1", "-threads", "1", "-c:v", "png",
        "-flags:v", "bitexact", "-f", "image2pipe", "pipe:1",
    ];

    // "V" excludes attached pictures.
    private static IReadOnlyList<string> VideoAlone(VideoMetadata video) =>
    [
        "-map", video.Reading.Stream is { } stream ? $"0:{Text(stream)}" : "0:V:0",
        "-an", "-sn", "-dn", "-filter_threads", "1",
    ];

    private static IReadOnlyList<string> ReadWhole(
        string path, MediaOptions options, bool isTurned = false, bool keepsTimes = true) =>
    [
        // "repeat" logs every damaged picture, not only the first of a run.
        "-nostdin", "-v", "repeat+warning", .. Confine("file,pipe"),
        "-max_pixels", Text(options.MaxPixels + PaddingRoom),
        // The filters rotate, after scaling. They are kept when the picture's size changes within the clip, because
        // ffmpeg would otherwise restart its clock. "-copyts" keeps the file's own times, which players count by;
        // with it, the time in progress reports counts from the first report.
        .. keepsTimes ? (string[])["-copyts"] : [],
        "-threads", "2", "-autorotate", isTurned ? "1" : "0", "-reinit_filter", "0",
        "-i", "file:" + Path.GetFullPath(path),
    ];

    // The index stays at the end: moving it to the front would write the whole file again, without progress.
    private static IReadOnlyList<string> BareMp4(string target) =>
    [
        "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-f", "mp4", "-y", "-progress", "pipe:1",
        "file:" + Path.GetFullPath(target),
    ];

    private static IReadOnlyList<string> Confine(string protocols) =>
        ["-protocol_whitelist", protocols, "-format_whitelist", "mov,avi"];

    // Selects the pictures that a player shows at evenly spaced times.
    //
    // fps comes first: scaling every picture would cost more than decoding. "up" selects the last picture at or before a
    // sample's time, which is the one on the screen ("near" would select one up to half a sample later). start_time=0
    // counts from the start of the clip even where the pictures begin after the sound. Converting to RGB in the scaler
    // keeps the margins exact; in 4:2:0 they would be rounded to even numbers. With fine pictures the first fps selects those, and a
    // second one the samples among them.
    private static string Filters(VideoMetadata video, IReadOnlyList<int> sizes, int samplesPerSecond, int fine)
    {
        var width = WidthOf(sizes, fine);
        var parts = sizes.Select(size => (fine > 0 ? Evenly(samplesPerSecond) : "") + Square(video, size, width)).ToList();
        if (fine > 0)
            parts.Add($"{Square(video, FingerprintPicture.SampleSide, FingerprintPicture.SampleSide)},tile={Text(fine)}x1,pad=w={Text(width)}:color=black");
        var picture = Punctual(video) + Evenly(samplesPerSecond * Math.Max(1, fine));
        if (parts is [var only])
            return picture + only;
        var (count, all) = (Text(parts.Count), Enumerable.Range(0, parts.Count).Select(number => Text(number)).ToList());
        return $"{picture}split={count}{string.Concat(all.Select(name => $"[in{name}]"))};"
            + string.Concat(all.Zip(parts, (name, part) => $"[in{name}]{part}[out{name}];"))
            + $"{string.Concat(all.Select(name => $"[out{name}]"))}vstack=inputs={count}";
    }

    private static string Evenly(double picturesPerSecond) =>
        string.Create(CultureInfo.InvariantCulture, $"fps={picturesPerSecond:R}:start_time=0:round=up,");

    // A square sample, filled up to a width.
    private static string Square(VideoMetadata video, int size, int width)
    {
        var box = Letterbox.Fit(video.Width, video.Height, size);
        return Upright(video, box.Width, box.Height, "rgb24")
            + string.Create(CultureInfo.InvariantCulture, $",pad={width}:{size}:{box.Left}:{box.Top}:color=black");
    }

    // Selects pictures as for samples.
    private static string TranscodeFilters(VideoMetadata video, double picturesPerSecond)
    {
        var scale = Math.Min(1, MaxSide / Math.Max(video.Width, video.Height));
        return Punctual(video) + Evenly(picturesPerSecond) + Shown(video, Scaled(video.Width), Scaled(video.Height), "yuv420p") + ",setsar=1";

        int Scaled(int pixels) => Even((int)Math.Round(pixels * scale));
    }

    // Selects the pictures as for samples. The time base is microseconds because "start_time" is rounded to the stream's
    // unit, which may be as long as a picture. If seeking leads to a key picture after the first time, the two filters
    // before let nothing pass. Numbering the pictures keeps ffmpeg from adding others for the time before them.
    private static string GrabFilters(VideoMetadata video, EvenTimes times, TimeSpan from, int maxWidth)
    {
        var width = Even(Math.Min(video.Width, maxWidth));
        var height = Even(Math.Min(video.Height, (int)Math.Round(video.Height * (width / (double)video.Width))));
        var guard = from > TimeSpan.Zero
            ? $"trim=end={Seconds(times.Last + MaxStandstill)},select=lte(t\\,{Seconds(times.First)})+gte(prev_selected_t\\,0),"
            : "";
        return Punctual(video)
            + $"settb=AVTB,{guard}fps=1000/{Text((long)times.Step.TotalMilliseconds)}:start_time={Seconds(times.First)}:round=up,setpts=N,"
            + Upright(video, width, height, "yuvj420p") + ",setsar=1";
    }

    // Counts times from the start of the clip. An AVI's unit of time is one picture. Elsewhere a tenth of a millisecond more
    // keeps a picture that is due at a sample's time from coming later by rounding.
    private static string Punctual(VideoMetadata video)
    {
        var late = video.Reading.LatePictures > 0 ? $"setpts=PTS-{Text(video.Reading.LatePictures)}," : "";
        return video.Reading.ClockStart > TimeSpan.Zero
            ? $"{late}settb=AVTB,setpts=PTS-{Text((long)video.Reading.ClockStart.TotalMicroseconds + 100)},"
            : late;
    }

    // Scaled first: rotating a large picture takes longer.
    private static string Upright(VideoMetadata video, int width, int height, string format)
    {
        if (video.Rotation is 90 or 270)
            (width, height) = (height, width);
        var turn = video.Rotation switch
        {
            90 => ",transpose=clock",
            180 => ",hflip,vflip",
            270 => ",transpose=cclock",
            _ => "",
        };
        return Shown(video, width, height, format) + (video.Reading.IsMirrored ? ",hflip" : "") + turn;
    }

    // Scales a picture and converts its colours to those of an ordinary screen.
    private static string Shown(VideoMetadata video, int width, int height, string format) =>
        string.Create(CultureInfo.InvariantCulture, $"scale={width}:{height}:flags=bilinear")
        + ToneMapping.Filters(video.Reading.Transfer) + ",format=" + format;

    private static int Even(int pixels) => Math.Max(2, pixels / 2 * 2);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
