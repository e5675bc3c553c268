using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Media;

public class FfmpegFrameSourceTests
{
    private const int Size = 64;

    private static readonly (byte, byte, byte) Black = (0, 0, 0);
    private static readonly (byte, byte, byte) Red = (255, 0, 0);
    private static readonly (byte, byte, byte) Green = (0, 255, 0);
    private static readonly (byte, byte, byte) Blue = (0, 0, 255);
    private static readonly (byte, byte, byte) White = (255, 255, 255);

    [Theory]
    [InlineData("mp4", 2)]
    [InlineData("mov", 2)]
    [InlineData("avi", 2)]
    [InlineData("mp4", 5)]
    public async Task Sample_n_is_the_picture_on_the_screen_at_its_time(string extension, int samplesPerSecond)
    {
        var greys = await GreysAsync(await TestClips.CountingAsync(extension), samplesPerSecond);

        greys.Should().HaveCount(4 * samplesPerSecond);
        for (var n = 0; n < greys.Count; n++)
            greys[n].Should().BeCloseTo((byte)TestClips.GreyOf((double)n / samplesPerSecond), 2, "of sample {0}", n);
    }

    [Fact]
    public async Task Time_counts_from_the_start_of_the_clip_also_when_the_video_begins_later()
    {
        var path = await TestClips.MakeAsync(
            "later-video.mp4", "-itsoffset", "1.3", "-i", await TestClips.CountingAsync("mp4"),
            "-f", "lavfi", "-i", "sine=d=6", "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "aac");

        var greys = await GreysAsync(path, 2);

        greys.Should().HaveCount(11);
        greys[0].Should().Be(greys[2], "a player shows the first picture until the next one is due");
        for (var n = 3; n < greys.Count; n++)
            greys[n].Should().BeCloseTo((byte)TestClips.GreyOf((n / 2.0) - 1.3), 2, "of sample {0}", n);
    }

    [Fact]
    public async Task A_picture_that_stays_is_sampled_again_and_again()
    {
        // Half a second of motion, three seconds without, half a second of motion.
        var path = await TestClips.MakeAsync(
            "uneven.mp4", "-i", await TestClips.CountingAsync("mp4"), "-vf", "select='lt(t,0.5)+gte(t,3.5)'",
            "-vsync", "vfr", "-c:v", "libx264", "-qp", "0");

        var greys = await GreysAsync(path, 2);

        greys.Should().HaveCount(8);
        greys.Skip(1).Take(6).Should().AllBeEquivalentTo((byte)TestClips.GreyOf(14 / 30.0));
        greys[7].Should().Be((byte)TestClips.GreyOf(3.5));
    }

    [Fact]
    public async Task Time_goes_on_when_the_size_of_the_picture_changes_on_the_way()
    {
        var small = await TestClips.MakeAsync(
            "small.ts", "-i", await TestClips.CountingAsync("mp4"), "-t", "2", "-c:v", "mpeg2video", "-q:v", "1");
        var large = await TestClips.MakeAsync(
            "large.ts", "-i", await TestClips.CountingAsync("mp4"), "-ss", "2", "-vf", "scale=128:128",
            "-c:v", "mpeg2video", "-q:v", "1");
        var both = await TestClips.WriteAsync(
            "both.ts", [.. await File.ReadAllBytesAsync(small), .. await File.ReadAllBytesAsync(large)]);
        var path = await TestClips.MakeAsync(
            "growing.mov", "-fflags", "+genpts", "-i", both, "-c", "copy", "-bsf:v", "setts=ts=N/30/TB");

        (await GreysAsync(path, 2)).Should().HaveCount(8).And.BeInAscendingOrder();
    }

    [Fact]
    public async Task An_avi_without_an_index_and_without_its_end_gives_what_is_there()
    {
        var whole = await File.ReadAllBytesAsync(await TestClips.CountingAsync("avi"));
        var path = await TestClips.WriteAsync("cut.avi", whole[..(whole.Length / 2)]);

        var greys = await GreysAsync(path, 2);

        // Its duration comes from the header alone, so fewer samples than planned are correct.
        greys.Should().HaveCountGreaterThan(1).And.BeInAscendingOrder();
        greys.Count.Should().BeLessThanOrEqualTo(
            SampleTimes.Count((await ProbeAsync(path)).Duration, 2));
    }

    [Fact]
    public async Task The_picture_is_fitted_in_and_centred_on_black()
    {
        var frame = (await FramesAsync(await TestClips.QuartersAsync("mp4"), 2))[0];

        Letterbox.Fit(320, 180, Size).Should().Be(new Letterbox(0, 14, 64, 36));
        Corners(frame, new Letterbox(0, 14, 64, 36)).Should().Equal(Red, Green, Blue, White);
        Pixel(frame, 32, 12).Should().Be(Black);
        Pixel(frame, 32, 51).Should().Be(Black);
    }

    [Fact]
    public async Task A_turned_clip_is_upright()
    {
        var upright = new Letterbox(14, 0, 36, 64);

        Corners((await FramesAsync(await TestClips.TurnedQuartersAsync(90), 2))[0], upright)
            .Should().Equal(Blue, Red, White, Green);
        Corners((await FramesAsync(await TestClips.TurnedQuartersAsync(270), 2))[0], upright)
            .Should().Equal(Green, White, Red, Blue);
        Corners((await FramesAsync(await TestClips.TurnedQuartersAsync(180), 2))[0], new Letterbox(0, 14, 64, 36))
            .Should().Equal(White, Blue, Green, Red);
    }

    [Fact]
    public async Task Whoever_stops_looking_stops_the_decoder()
    {
        var path = await LongClipAsync("abandoned.mp4");
        await foreach (var frame in Source().ReadAsync(path, await ProbeAsync(path), 512, 30, new DecodeReport(), default))
        {
            frame.Dispose();
            RunningProcesses.WithArgument(path).Should().NotBeEmpty("it waits until the next frame is asked for");
            break;
        }

        RunningProcesses.WithArgument(path).Should().BeEmpty();
    }

    [Fact]
    public async Task Cancellation_stops_the_decoder()
    {
        var path = await LongClipAsync("cancelled.mp4");
        var video = await ProbeAsync(path);
        using var cancellation = new CancellationTokenSource();
        var reading = async () =>
        {
            await foreach (var frame in Source().ReadAsync(path, video, 512, 30, new DecodeReport(), cancellation.Token))
            {
                frame.Dispose();
                await cancellation.CancelAsync();
            }
        };

        await reading.Should().ThrowAsync<OperationCanceledException>();
        RunningProcesses.WithArgument(path).Should().BeEmpty();
    }

    [Fact]
    public async Task A_decoder_that_stands_still_is_given_up()
    {
        var path = await LongClipAsync("frozen.mp4");
        var time = new FakeTimeProvider();
        var source = new FfmpegFrameSource(new MediaOptions(), time);
        await using var frames = source.ReadAsync(path, await ProbeAsync(path), 512, 30, new DecodeReport(), default).GetAsyncEnumerator();
        (await frames.MoveNextAsync()).Should().BeTrue();
        frames.Current.Dispose();
        // ffmpeg and what keeps it in its sandbox.
        foreach (var id in RunningProcesses.WithArgument(path))
            await RunningProcesses.FreezeAsync(id);

        var draining = async () =>
        {
            // The pipe's content arrives at once; after that only the clock can end the read.
            while (true)
            {
                var next = frames.MoveNextAsync().AsTask();
                while (!next.IsCompleted)
                {
                    time.Advance(TimeSpan.FromSeconds(61));
                    await Task.Yield();
                }

                if (!await next)
                    return;
                frames.Current.Dispose();
            }
        };

        (await draining.Should().ThrowAsync<AnalysisFailedException>()).Which.Code.Should().Be("decoder_stalled");
        RunningProcesses.WithArgument(path).Should().BeEmpty();
    }

    [Fact]
    public async Task A_clip_of_which_nothing_can_be_decoded_fails()
    {
        var bytes = await File.ReadAllBytesAsync(await TestClips.CountingAsync("mp4"));
        var data = bytes.AsSpan().IndexOf("mdat"u8) + 4;
        var end = bytes.AsSpan().IndexOf("moov"u8) - 4;
        bytes.AsSpan(data, end - data).Fill(0xff);
        var path = await TestClips.WriteAsync("no-picture.mp4", bytes);

        (await FailureOfAsync(path, Video(4))).Code.Should().Be("clip_damaged");
    }

    [Fact]
    public async Task A_clip_that_goes_on_for_longer_than_it_says_fails() =>
        (await FailureOfAsync(await TestClips.CountingAsync("mp4"), Video(1.4))).Message
            .Should().Contain("longer than its file says");

    [Fact]
    public async Task A_server_without_ffmpeg_says_so()
    {
        var failure = await FailureOfAsync(
            await TestClips.CountingAsync("mp4"), Video(4), new MediaOptions { Ffmpeg = "no-such-ffmpeg" });

        failure.Code.Should().Be("ffmpeg_missing");
    }

    [Fact]
    public void A_frame_cannot_be_looked_at_after_its_memory_went_back()
    {
        var frame = Frame.Rent(7, Size);
        frame.Rgb.Length.Should().Be(Size * Size * 3);

        frame.Dispose();
        frame.Dispose();

        frame.Invoking(it => it.Rgb).Should().Throw<ObjectDisposedException>();
    }

    [Theory]
    [InlineData(10, 20)]
    [InlineData(9.664, 20)]
    [InlineData(9.5, 19)]
    [InlineData(0.04, 1)]
    public void A_sample_is_planned_at_every_step_before_the_end(double seconds, int samples) =>
        SampleTimes.Count(TimeSpan.FromSeconds(seconds), 2).Should().Be(samples);

    private static FfmpegFrameSource Source(MediaOptions? options = null) =>
        new(options ?? new MediaOptions(), TimeProvider.System);

    private static VideoMetadata Video(double seconds) =>
        new(TimeSpan.FromSeconds(seconds), "QuickTime / MOV", "h264", 64, 64, 30, 0);

    private static Task<VideoMetadata> ProbeAsync(string path) =>
        Conversions.Probe.ProbeAsync(path, default);

    private static Task<string> LongClipAsync(string name) => TestClips.MakeAsync(
        name, "-f", "lavfi", "-i", "testsrc=s=320x240:r=30:d=20", "-c:v", "libx264", "-preset", "ultrafast");

    private static async Task<List<byte[]>> FramesAsync(string path, int samplesPerSecond)
    {
        var frames = new List<byte[]>();
        await foreach (var frame in Source().ReadAsync(path, await ProbeAsync(path), Size, samplesPerSecond, Conversions.Report(samplesPerSecond), default))
        {
            using (frame)
            {
                frame.Index.Should().Be(frames.Count);
                frames.Add(frame.Rgb.ToArray());
            }
        }

        return frames;
    }

    private static async Task<List<byte>> GreysAsync(string path, int samplesPerSecond) =>
        (await FramesAsync(path, samplesPerSecond)).ConvertAll(frame => Pixel(frame, 32, 32).Red);

    private static async Task<AnalysisFailedException> FailureOfAsync(
        string path, VideoMetadata video, MediaOptions? options = null)
    {
        var reading = async () =>
        {
            await foreach (var frame in Source(options).ReadAsync(path, video, Size, 2, Conversions.Report(2), default))
                frame.Dispose();
        };
        var failure = (await reading.Should().ThrowAsync<AnalysisFailedException>()).Which;
        failure.Message.Should().NotContain(path);
        return failure;
    }

    // Two pixels inside each corner of the picture, with colours that the codec rounded made pure again.
    private static IEnumerable<(byte, byte, byte)> Corners(byte[] frame, Letterbox box)
    {
        var (right, bottom) = (box.Left + box.Width - 3, box.Top + box.Height - 3);
        return new[] { (box.Left + 2, box.Top + 2), (right, box.Top + 2), (box.Left + 2, bottom), (right, bottom) }
            .Select(at => Pixel(frame, at.Item1, at.Item2))
            .Select(pixel => (Pure(pixel.Red), Pure(pixel.Green), Pure(pixel.Blue)));
    }

    private static (byte Red, byte Green, byte Blue) Pixel(byte[] frame, int x, int y)
    {
        var at = ((y * Size) + x) * 3;
        return (frame[at], frame[at + 1], frame[at + 2]);
    }

    private static byte Pure(byte value) => value > 240 ? (byte)255 : value < 15 ? (byte)0 : value;
}
