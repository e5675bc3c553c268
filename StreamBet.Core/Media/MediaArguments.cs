using System.Globalization;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Media;

/// <summary>The command lines of ffprobe and ffmpeg. A clip comes from a stranger: whatever it claims to be, the tools
/// may read that one file alone, with the demuxers of MP4, MOV and AVI alone.</summary>
internal static class MediaArguments
{
    // A little more than the probe's limit, for coded pictures are padded to whole macroblocks.
    private const int PaddingRoom = 1 << 20;

    // Pixels of a transcoded picture. Analyzers scale it down further, and larger ones take longer to send.
    private const double MaxSide = 1920;

    // How long a picture may stay on the screen and still be found without reading the clip from its start.
    private static readonly TimeSpan MaxStandstill = TimeSpan.FromSeconds(10);

    private const string Entries =
        "format=format_name,format_long_name,duration,start_time"
        + ":stream=codec_type,codec_name,width,height,pix_fmt,sample_aspect_ratio"
        + ",avg_frame_rate,r_frame_rate,duration,start_time"
        + ":stream_disposition=attached_pic:stream_side_data=rotation";

    /// <summary>Asks for the facts about a clip, as JSON. There is no limit on the picture here, for ffprobe would then
    /// fail rather than tell its size; the limit on memory holds instead.</summary>
    public static IReadOnlyList<string> Probe(string path) =>
    [
        "-v", "error", .. Confine("file"),
        "-probesize", "5000000", "-analyzeduration", "5000000", "-max_streams", "100",
        "-show_entries", Entries, "-of", "json", "-i", "file:" + Path.GetFullPath(path),
    ];

    /// <summary>Asks for samples as raw RGB on standard output.</summary>
    /// <param name="path">The clip.</param>
    /// <param name="video">What the probe said of it.</param>
    /// <param name="size">The side of a square sample, in pixels.</param>
    /// <param name="samplesPerSecond">Samples a second.</param>
    /// <param name="max">Stop after so many.</param>
    /// <param name="options">The limits.</param>
    public static IReadOnlyList<string> Decode(
        string path, VideoMetadata video, int size, int samplesPerSecond, int max, MediaOptions options) =>
    [
        .. ReadWhole(path, options), .. VideoAlone, "-vf", Filters(video, size, samplesPerSecond),
        "-frames:v", Text(max), "-pix_fmt", "rgb24", "-f", "rawvideo", "pipe:1",
    ];

    /// <summary>Asks for the picture on the screen at one time as a JPEG on standard output.</summary>
    /// <param name="path">The clip.</param>
    /// <param name="video">What the probe said of it.</param>
    /// <param name="at">Time from the start of the clip.</param>
    /// <param name="from">Where to begin to look for it; zero reads the clip from its start. Where nothing comes from that
    /// place up to the time, the output is empty.</param>
    /// <param name="maxWidth">The width in pixels that it is brought down to.</param>
    /// <param name="options">The limits.</param>
    public static IReadOnlyList<string> Grab(
        string path, VideoMetadata video, TimeSpan at, TimeSpan from, int maxWidth, MediaOptions options) =>
    [
        "-nostdin", "-v", "warning", .. Confine("file,pipe"), "-max_pixels", Text(options.MaxPixels + PaddingRoom),
        // Pictures come from the key picture before that place on, under the very times that they have when the clip is read
        // from its start.
        .. from > TimeSpan.Zero
            ? (string[])["-copyts", "-start_at_zero", "-noaccurate_seek", "-ss", Seconds(from)]
            : [],
        "-threads", "2", "-autorotate", "0", "-reinit_filter", "0", "-i", "file:" + Path.GetFullPath(path),
        .. VideoAlone, "-vf", GrabFilters(video, at, from, maxWidth),
        "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "4", "-flags:v", "bitexact", "-f", "image2pipe", "pipe:1",
    ];

    /// <summary>Makes an MP4 of raw RGB from standard input. Its index comes first, so that a browser can play it while
    /// it is still coming.</summary>
    /// <param name="path">Where it is to be.</param>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="picturesPerSecond">Pictures a second.</param>
    /// <param name="encoder">ffmpeg's name of the encoder, and its settings.</param>
    public static IReadOnlyList<string> Encode(
        string path, int width, int height, int picturesPerSecond, IReadOnlyList<string> encoder) =>
    [
        "-v", "error", "-protocol_whitelist", "file,pipe", "-f", "rawvideo", "-pixel_format", "rgb24",
        "-video_size", $"{Text(width)}x{Text(height)}", "-framerate", Text(picturesPerSecond), "-i", "pipe:0",
        "-threads", "2", "-c:v", .. encoder, "-pix_fmt", "yuv420p", "-movflags", "+faststart", "-f", "mp4",
        "file:" + Path.GetFullPath(path),
    ];

    /// <summary>Asks for an MP4 with H.264 that shows at every time what the clip shows then, and for the progress of
    /// it on standard output. Upright, of square pixels, without sound and without anything that the clip tells of
    /// itself.</summary>
    /// <param name="path">The clip.</param>
    /// <param name="video">What the probe said of it.</param>
    /// <param name="target">Where it is to be; what is there is overwritten.</param>
    /// <param name="picturesPerSecond">Pictures a second.</param>
    /// <param name="max">Stop after so many.</param>
    /// <param name="options">The limits.</param>
    public static IReadOnlyList<string> Transcode(
        string path, VideoMetadata video, string target, double picturesPerSecond, int max, MediaOptions options) =>
    [
        // ffmpeg has to turn the pictures itself: it would else declare the clip's turn of the result as well.
        .. ReadWhole(path, options, isTurned: video.Rotation != 0), .. VideoAlone,
        "-vf", TranscodeFilters(video, picturesPerSecond),
        // Without B-pictures the file's times begin at 0 by themselves, and not by an edit list that a reader may pass
        // over. The bounds on the rate bound the file.
        "-frames:v", Text(max), "-threads", "2", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-bf", "0",
        "-maxrate", "8M", "-bufsize", "16M", .. BareMp4(target),
    ];

    /// <summary>Asks for an MP4 with the very H.264 that an AVI holds, and for the progress of it on standard output:
    /// the time that was copied, and as the number of pictures how many of them are coded out of their order. An AVI
    /// has the times of coding alone, which are those of showing only where there are none such. Every picture is
    /// decoded, so that damage is told as well.</summary>
    /// <param name="path">The clip.</param>
    /// <param name="target">Where it is to be; what is there is overwritten.</param>
    /// <param name="options">The limits.</param>
    public static IReadOnlyList<string> Copy(string path, string target, MediaOptions options) =>
    [
        // ffmpeg counts the pictures of the first output.
        .. ReadWhole(path, options), .. VideoAlone, "-vf", "select=eq(pict_type\\,B)", "-f", "null", "-",
        .. VideoAlone, "-c:v", "copy", "-bsf:v", "setts=ts=DTS", .. BareMp4(target),
    ];

    // V: no attached pictures.
    private static IReadOnlyList<string> VideoAlone => ["-map", "0:V:0", "-an", "-sn", "-dn", "-filter_threads", "1"];

    private static IReadOnlyList<string> ReadWhole(string path, MediaOptions options, bool isTurned = false) =>
    [
        // "repeat": every damaged picture is told, and not the first of a row alone.
        "-nostdin", "-v", "repeat+warning", .. Confine("file,pipe"),
        "-max_pixels", Text(options.MaxPixels + PaddingRoom),
        // The filters turn, after the scaling, and stay as they are when the picture's size changes on the way: ffmpeg
        // would otherwise begin to count time anew.
        "-threads", "2", "-autorotate", isTurned ? "1" : "0", "-reinit_filter", "0",
        "-i", "file:" + Path.GetFullPath(path),
    ];

    // The index comes last: bringing it to the front would write the whole file a second time, in silence.
    private static IReadOnlyList<string> BareMp4(string target) =>
    [
        "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-f", "mp4", "-y", "-progress", "pipe:1",
        "file:" + Path.GetFullPath(target),
    ];

    private static IReadOnlyList<string> Confine(string protocols) =>
        ["-protocol_whitelist", protocols, "-format_whitelist", "mov,avi"];

    // fps comes first, for scaling every picture would cost more than decoding. "up" takes for sample n the last picture
    // at or before its time, the one on the screen then ("near" would take one up to half a sample later), and
    // start_time=0 counts from the start of the clip where the video begins later than the sound. RGB from the
    // scaler on keeps the margins exact: in 4:2:0 they would be rounded to even numbers.
    private static string Filters(VideoMetadata video, int size, int samplesPerSecond)
    {
        var box = Letterbox.Fit(video.Width, video.Height, size);
        return string.Create(CultureInfo.InvariantCulture, $"fps={samplesPerSecond}:start_time=0:round=up,")
            + Upright(video, box.Width, box.Height, "rgb24")
            + string.Create(CultureInfo.InvariantCulture, $",pad={size}:{size}:{box.Left}:{box.Top}:color=black");
    }

    // The same choice of picture as for a sample.
    private static string TranscodeFilters(VideoMetadata video, double picturesPerSecond)
    {
        var scale = Math.Min(1, MaxSide / Math.Max(video.Width, video.Height));
        return string.Create(CultureInfo.InvariantCulture, $"fps={picturesPerSecond:R}:start_time=0:round=up,")
            + Upright(video with { Rotation = 0 }, Scaled(video.Width), Scaled(video.Height), "yuv420p") + ",setsar=1";

        int Scaled(int pixels) => Even((int)Math.Round(pixels * scale));
    }

    // The same choice of picture as for a sample. Microseconds, for "start_time" is rounded to the stream's own unit, which
    // may be as long as a picture. A file's index may lead to a key picture that is on the screen only after the time: the
    // two filters before let nothing pass then.
    private static string GrabFilters(VideoMetadata video, TimeSpan at, TimeSpan from, int maxWidth)
    {
        var width = Even(Math.Min(video.Width, maxWidth));
        var height = Even(Math.Min(video.Height, (int)Math.Round(video.Height * (width / (double)video.Width))));
        var guard = from > TimeSpan.Zero
            ? $"trim=end={Seconds(at + MaxStandstill)},select=lte(t\\,{Seconds(at)})+gte(prev_selected_t\\,0),"
            : "";
        return $"settb=AVTB,{guard}fps=2:start_time={Seconds(at)}:round=up,setpts=0,"
            + Upright(video, width, height, "yuvj420p") + ",setsar=1";
    }

    // Scaled first, since turning all of a large picture takes longer.
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
        return string.Create(CultureInfo.InvariantCulture, $"scale={width}:{height}:flags=bilinear,format={format}{turn}");
    }

    private static int Even(int pixels) => Math.Max(2, pixels / 2 * 2);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
