using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Media;

public class FfmpegFrameGrabberTests
{
    private const int Size = 64;

    // The grey of each picture differs clearly from its neighbours'.
    private const string Leaps = "color=black:s=64x64:r=30:d=12,format=gray,geq=lum='16+mod(N*37,220)'";
    private static readonly string[] X264 = ["-c:v", "libx264", "-crf", "1", "-b_strategy", "0", "-pix_fmt", "yuv420p"];

    public static TheoryData<string, string, string> Clips => new()
    {
        { "leaps.mov", Leaps, "-c:v libx264 -crf 1 -b_strategy 0 -pix_fmt yuv420p -bf 2 -g 30 -x264-params open-gop=1:scenecut=0" },
        { "leaps-b.avi", Leaps, "-c:v mpeg4 -q:v 1 -bf 2 -g 20" },
        { "leaps-ntsc.mp4", Leaps.Replace("r=30", "r=30000/1001"), "-c:v libx264 -crf 1 -b_strategy 0 -pix_fmt yuv420p -g 40" },
        { "leaps-timecode.mov", Leaps, "-c:v libx264 -crf 1 -b_strategy 0 -pix_fmt yuv420p -g 25 -timecode 01:00:00:00 -video_track_timescale 600" },
    };

    public static TheoryData<string, string, string> MoreClips => new()
    {
        { "leaps.mp4", Leaps, "-c:v libx264 -crf 1 -b_strategy 0 -pix_fmt yuv420p -bf 3 -g 250" },
        { "leaps-many-b.mp4", Leaps, "-c:v libx264 -crf 1 -b_strategy 0 -pix_fmt yuv420p -bf 16 -g 48 -x264-params scenecut=0" },
        { "leaps.avi", Leaps, "-c:v mpeg4 -q:v 1" },
        { "leaps-h264.avi", Leaps, "-c:v libx264 -crf 1 -b_strategy 0 -pix_fmt yuv420p -bf 3 -g 60" },
        { "leaps-ntsc.avi", Leaps.Replace("r=30", "r=30000/1001"), "-c:v mpeg4 -q:v 1 -g 40" },
        { "leaps-slow.mp4", Leaps.Replace("r=30", "r=3"), "-c:v libx264 -crf 1 -b_strategy 0 -pix_fmt yuv420p -bf 3 -g 10" },
        { "leaps-fragments.mp4", Leaps, "-c:v libx264 -crf 1 -b_strategy 0 -pix_fmt yuv420p -g 30 -movflags frag_keyframe+empty_moov" },
    };

    [Theory]
    [MemberData(nameof(Clips))]
    public async Task A_frame_is_the_picture_that_the_analyzer_examined(string name, string source, string codec) =>
        await ExpectSameAsync(await TestClips.MakeAsync(name, ["-f", "lavfi", "-i", source, .. codec.Split(' ')]));

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(MoreClips))]
    public Task A_frame_of_other_clips_is_the_picture_that_the_analyzer_examined(string name, string source, string codec) =>
        A_frame_is_the_picture_that_the_analyzer_examined(name, source, codec);

    [Fact]
    public async Task A_frame_of_a_clip_whose_video_begins_after_its_sound_is_at_its_place() =>
        await ExpectSameAsync(await TestClips.MakeAsync(
            "leaps-late.mp4", [
                "-itsoffset", "1.3", "-f", "lavfi", "-i", Leaps, "-f", "lavfi", "-i", "sine=d=13", "-map", "0:v", "-map", "1:a",
                .. X264, "-g", "40", "-c:a", "aac",
            ]));

    [Fact]
    public async Task A_frame_of_a_clip_whose_first_time_is_not_zero_is_at_its_place() =>
        await ExpectSameAsync(await TestClips.MakeAsync(
            "leaps-shifted.mov", [
                "-f", "lavfi", "-i", Leaps, .. X264, "-g", "40", "-bf", "0", "-output_ts_offset", "2.7", "-use_editlist", "0",
                "-avoid_negative_ts", "disabled",
            ]));

    [Theory]
    [InlineData("standstill", "lt(t,1)+gte(t,4)")]
    [InlineData("long-standstill", "lt(t,0.4)+gte(t,11.4)")]
    [InlineData("thinned", "lt(mod(n,7),2)")]
    public async Task A_frame_of_a_clip_with_an_uneven_rate_is_at_its_place(string name, string select) =>
        await ExpectSameAsync(await TestClips.MakeAsync(
            $"leaps-{name}.mp4", [
                "-f", "lavfi", "-i", Leaps, "-vf", $"select='{select}'", "-vsync", "vfr", .. X264, "-bf", "3",
                "-force_key_frames", "4,11.4",
            ]));

    [Theory]
    [InlineData(320, 180, "1", 320, 180)]
    [InlineData(1280, 720, "1", 640, 360)]
    [InlineData(642, 482, "1", 640, 480)]
    [InlineData(321, 241, "1", 320, 240)]
    [InlineData(720, 576, "64/45", 640, 360)]
    [InlineData(120, 80, "1/2", 60, 80)]
    [InlineData(360, 1280, "1", 360, 1280)]
    public async Task A_frame_is_at_most_640_pixels_wide_never_enlarged_and_of_square_pixels(
        int width, int height, string aspect, int frameWidth, int frameHeight)
    {
        var path = await TestClips.MakeAsync(
            $"size-{width}-{height}.mp4", "-f", "lavfi", "-i", $"color=red:s={width}x{height}:r=10:d=1",
            "-vf", $"setsar={aspect}", "-c:v", "libx264", "-pix_fmt", "yuv444p");

        var picture = await GrabAsync(path, 0.5);

        (picture.Width, picture.Height).Should().Be((frameWidth, frameHeight));
    }

    [Theory]
    [InlineData(90, 180, 320, "blue red")]
    [InlineData(180, 320, 180, "white blue")]
    [InlineData(270, 180, 320, "green white")]
    public async Task A_frame_of_a_turned_clip_is_upright(int degrees, int width, int height, string top)
    {
        var picture = await GrabAsync(await TestClips.TurnedQuartersAsync(degrees), 0.5);

        (picture.Width, picture.Height).Should().Be((width, height));
        $"{Name(picture.At(10, 10))} {Name(picture.At(width - 10, 10))}".Should().Be(top);
    }

    [Fact]
    public async Task The_same_frame_is_the_same_bytes_every_time()
    {
        var (clip, video) = await ClipAsync(await TestClips.QuartersAsync("mp4"));

        var first = await Grabber().GrabAsync(clip, video, TimeSpan.FromSeconds(0.5), default);

        (await Grabber().GrabAsync(clip, video, TimeSpan.FromSeconds(0.5), default)).Should().Equal(first);
    }

    [Fact]
    public async Task A_frame_from_the_end_of_a_long_clip_takes_no_longer_than_one_from_its_beginning()
    {
        var part = await TestClips.MakeAsync(
            "ten-seconds.mp4", "-f", "lavfi", "-i", "testsrc=s=640x360:r=30:d=10", "-c:v", "libx264", "-preset", "ultrafast");
        var (clip, video) = await ClipAsync(await TestClips.MakeAsync("ten-minutes.mp4", "-stream_loop", "59", "-i", part, "-c", "copy"));
        video.Duration.TotalSeconds.Should().BeInRange(599, 601);

        var (early, late) = (await SecondsAsync(10), await SecondsAsync(595));

        late.Should().BeLessThan((3 * early) + 0.5);

        async Task<double> SecondsAsync(double at)
        {
            var start = Stopwatch.GetTimestamp();
            (await Grabber().GrabAsync(clip, video, TimeSpan.FromSeconds(at), default)).Should().NotBeNull();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    [Fact]
    public async Task What_cannot_be_taken_is_nothing()
    {
        var (clip, video) = await ClipAsync(await TestClips.QuartersAsync("mp4"));

        (await Grabber().GrabAsync(clip, video, TimeSpan.FromSeconds(100), default)).Should().BeNull("the clip has ended");
        (await Grabber(new MediaOptions { Ffmpeg = "no-such-ffmpeg" }).GrabAsync(clip, video, default, default))
            .Should().BeNull("the tool is missing");
        (await Grabber(new MediaOptions { GrabLimit = TimeSpan.FromMilliseconds(1) }).GrabAsync(clip, video, default, default))
            .Should().BeNull("it took too long");
        (await Grabber(new MediaOptions { DecodeMemory = 16 << 20 }).GrabAsync(clip, video, default, default))
            .Should().BeNull("it wanted too much memory");
        (await Grabber().GrabAsync(
            new StoredClip(await TestClips.WriteAsync("list.mp4", "#EXTM3U\nhttp://127.0.0.1:9/\n"u8.ToArray())), video, default, default))
            .Should().BeNull("no clip may name another");
    }

    private static async Task ExpectSameAsync(string path)
    {
        var (clip, video) = await ClipAsync(path);
        var sampled = new List<byte>();
        await foreach (var frame in new FfmpegFrameSource(new MediaOptions(), TimeProvider.System)
            .ReadAsync(path, video, Size, 2, Conversions.Report(2), default))
        {
            using (frame)
                sampled.Add(frame.Rgb.Span[((Size * Size / 2) + (Size / 2)) * 3]);
        }

        sampled.Should().HaveCountGreaterThan(20);
        var numbers = Enumerable.Range(0, sampled.Count).Where(n => n % 3 == 0 || n == sampled.Count - 1).ToList();
        var frames = new byte[numbers.Count][];
        await Parallel.ForAsync(0, numbers.Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (index, _) =>
            frames[index] = (await Grabber().GrabAsync(clip, video, TimeSpan.FromSeconds(numbers[index] / 2.0), default))!);

        var pictures = await Picture.OfJpegsAsync(frames);
        for (var index = 0; index < pictures.Count; index++)
        {
            pictures[index].At(Size / 2, Size / 2).Red
                .Should().BeCloseTo(sampled[numbers[index]], 5, "of sample {0} of {1}", numbers[index], path);
        }
    }

    private static async Task<Picture> GrabAsync(string path, double at)
    {
        var (clip, video) = await ClipAsync(path);
        var jpeg = await Grabber().GrabAsync(clip, video, TimeSpan.FromSeconds(at), default);
        jpeg.Should().NotBeNull();
        return await Picture.OfJpegAsync(jpeg!);
    }

    private static async Task<(StoredClip Clip, VideoMetadata Video)> ClipAsync(string path) => (
        new StoredClip(path), await Conversions.Probe.ProbeAsync(path, default));

    private static FfmpegFrameGrabber Grabber(MediaOptions? options = null) =>
        new(options ?? new MediaOptions(), TimeProvider.System, NullLogger<FfmpegFrameGrabber>.Instance);

    private static string Name((byte Red, byte Green, byte Blue) pixel) => (pixel.Red > 128, pixel.Green > 128, pixel.Blue > 128) switch
    {
        (true, true, true) => "white",
        (true, false, false) => "red",
        (false, true, false) => "green",
        (false, false, true) => "blue",
        _ => pixel.ToString(),
    };
}
