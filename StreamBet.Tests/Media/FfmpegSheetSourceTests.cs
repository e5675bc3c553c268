using Microsoft.Extensions.Logging.Abstractions;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ContactSheets;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Tests.Support;
using Xunit.Abstractions;

namespace StreamBet.Tests.Media;

public class FfmpegSheetSourceTests(ITestOutputHelper output)
{
    private const int Size = 64;

    // The grey of each picture differs clearly from its neighbours'.
    private const string Leaps = "color=black:s=64x64:r=30:d=12,format=gray,geq=lum='16+mod(N*37,220)'";
    private static readonly string[] X264 = ["-c:v", "libx264", "-crf", "1", "-b_strategy", "0", "-pix_fmt", "yuv420p", "-g", "40"];

    [Theory]
    [InlineData("sheet.mp4", "null", 0, 0.5, 24)]
    [InlineData("sheet.mp4", "null", 0, 1, 12)]
    [InlineData("sheet.mp4", "null", 6.5, 1.5, 4)]
    [InlineData("sheet.mp4", "null", 1, 5, 3)]
    [InlineData("sheet-thinned.mp4", "select='lt(mod(n,7),2)'", 0, 0.5, 24)]
    [InlineData("sheet-standstill.mp4", "select='lt(t,1)+gte(t,10)'", 0, 1, 12)]
    [InlineData("sheet-standstill.mp4", "select='lt(t,1)+gte(t,10)'", 7, 0.5, 8)]
    public async Task Frames_are_the_pictures_that_the_analyzer_examined(
        string name, string filter, double first, double step, int count)
    {
        var path = await TestClips.MakeAsync(name, ["-f", "lavfi", "-i", Leaps, "-vf", filter, "-vsync", "vfr", .. X264, "-bf", "3"]);
        var sampled = await SamplesAsync(path);

        var frames = await ReadAsync(path, first, step, count);

        frames.Select(frame => frame.At.TotalSeconds).Should().Equal(Enumerable.Range(0, count).Select(place => first + (place * step)));
        var pictures = await Picture.OfJpegsAsync([.. frames.Select(frame => frame.Jpeg)]);
        for (var place = 0; place < count; place++)
        {
            pictures[place].At(Size / 2, Size / 2).Red
                .Should().BeCloseTo(sampled[(int)(2 * (first + (place * step)))], 5, "of frame {0}", place);
        }
    }

    [Theory]
    [InlineData(1280, 720, "1", 320, 180)]
    [InlineData(160, 90, "1", 160, 90)]
    [InlineData(720, 576, "64/45", 320, 180)]
    public async Task Frames_are_at_most_320_pixels_wide_never_enlarged_and_of_square_pixels(
        int width, int height, string aspect, int frameWidth, int frameHeight)
    {
        var path = await TestClips.MakeAsync(
            $"sheet-size-{width}-{height}.mp4", "-f", "lavfi", "-i", $"color=red:s={width}x{height}:r=10:d=1",
            "-vf", $"setsar={aspect}", "-c:v", "libx264", "-pix_fmt", "yuv444p");

        var picture = await Picture.OfJpegAsync((await ReadAsync(path, 0, 0.5, 2))[0].Jpeg);

        (picture.Width, picture.Height).Should().Be((frameWidth, frameHeight));
    }

    [Fact]
    public async Task Frames_of_a_turned_clip_are_upright()
    {
        var picture = await Picture.OfJpegAsync((await ReadAsync(await TestClips.TurnedQuartersAsync(90), 0, 0.5, 1))[0].Jpeg);

        (picture.Width, picture.Height).Should().Be((180, 320));
        picture.At(10, 10).Blue.Should().BeGreaterThan(200, "of blue and red, which are at the top");
    }

    [Fact]
    public async Task A_clip_with_fewer_pictures_than_are_asked_for_gives_what_there_is()
    {
        var frames = await ReadAsync(await TestClips.QuartersAsync("mp4"), 0, 0.5, 600);

        frames.Should().HaveCountLessThan(5).And.NotBeEmpty();
    }

    [Fact]
    public async Task A_clip_of_one_picture_gives_one_frame()
    {
        var path = await TestClips.MakeAsync("sheet-one.mp4", ["-f", "lavfi", "-i", Leaps, "-frames:v", "1", .. X264]);
        var video = new VideoMetadata(TimeSpan.FromSeconds(1 / 30.0), "QuickTime / MOV", "h264", Size, Size, 30, 0);

        (await ReadAsync(path, video, 0, 1, 1)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_clip_of_four_hours_gives_600_frames()
    {
        if (SharedMaterial.HostileClips is not { } folder)
        {
            output.WriteLine("The shared hostile clips are not here.");
            return;
        }

        var path = Path.Combine(folder, "long_4h_64x64.mp4");
        var video = await new ClipProbe(new MediaOptions { MaxDuration = TimeSpan.FromHours(5) }, Conversions.Tools).ProbeAsync(path, default);
        var times = SheetPlan.Of(video.Duration, [(new() { Labels = [] }, new(null, 0, [], "", []))])!.Value;
        (times.Count, times.Step).Should().Be((SheetPlan.MaxFrames, TimeSpan.FromSeconds(24)));

        var late = times with { First = times[times.Count - 3], Count = 3 };
        (await ReadAsync(path, video, late.First.TotalSeconds, late.Step.TotalSeconds, late.Count)).Select(frame => frame.At)
            .Should().Equal(late[0], late[1], late[2]);
    }

    [Fact]
    public async Task What_cannot_be_read_gives_nothing_and_a_missing_tool_is_said()
    {
        var list = await TestClips.WriteAsync("sheet-list.mp4", "#EXTM3U\nhttp://127.0.0.1:9/\n"u8.ToArray());
        var video = await Conversions.Probe.ProbeAsync(await TestClips.QuartersAsync("mp4"), default);

        (await ReadAsync(list, video, 0, 0.5, 5)).Should().BeEmpty();
        await FluentActions.Awaiting(() => ReadAsync(list, video, 0, 0.5, 5, new MediaOptions { Ffmpeg = "no-such-ffmpeg" }))
            .Should().ThrowAsync<ToolMissingException>();
    }

    [Fact]
    public async Task A_reader_that_has_enough_leaves_no_decoder_behind()
    {
        var path = await TestClips.MakeAsync(
            "sheet-many.mp4", ["-f", "lavfi", "-i", "testsrc=s=320x180:r=30:d=60", .. X264, "-preset", "ultrafast"]);
        var video = await Conversions.Probe.ProbeAsync(path, default);
        using var stop = new CancellationTokenSource();
        var count = 0;

        var reading = async () =>
        {
            await foreach (var _ in Source().ReadAsync(new StoredClip(path), video, Times(0, 0.5, 120), stop.Token))
            {
                if (++count == 2)
                    await stop.CancelAsync();
            }
        };

        await reading.Should().ThrowAsync<OperationCanceledException>();
        count.Should().BeLessThan(120);
        RunningProcesses.WithArgument(path).Should().BeEmpty();
    }

    private static async Task<List<byte>> SamplesAsync(string path)
    {
        var video = await Conversions.Probe.ProbeAsync(path, default);
        var sampled = new List<byte>();
        await foreach (var frame in new FfmpegFrameSource(new MediaOptions(), TimeProvider.System)
            .ReadAsync(path, video, Size, 2, Conversions.Report(2), default))
        {
            using (frame)
                sampled.Add(frame.Rgb.Span[((Size * Size / 2) + (Size / 2)) * 3]);
        }

        return sampled;
    }

    private static async Task<List<(TimeSpan At, byte[] Jpeg)>> ReadAsync(string path, double first, double step, int count) =>
        await ReadAsync(path, await Conversions.Probe.ProbeAsync(path, default), first, step, count);

    private static async Task<List<(TimeSpan At, byte[] Jpeg)>> ReadAsync(
        string path, VideoMetadata video, double first, double step, int count, MediaOptions? options = null)
    {
        var frames = new List<(TimeSpan At, byte[] Jpeg)>();
        await foreach (var frame in Source(options).ReadAsync(new StoredClip(path), video, Times(first, step, count), default))
            frames.Add(frame);
        return frames;
    }

    private static EvenTimes Times(double first, double step, int count) =>
        new(TimeSpan.FromSeconds(first), TimeSpan.FromSeconds(step), count);

    private static FfmpegSheetSource Source(MediaOptions? options = null)
    {
        options ??= new MediaOptions();
        return new FfmpegSheetSource(
            new FfmpegFrameGrabber(options, TimeProvider.System, NullLogger<FfmpegFrameGrabber>.Instance), options,
            TimeProvider.System, NullLogger<FfmpegSheetSource>.Instance);
    }
}
