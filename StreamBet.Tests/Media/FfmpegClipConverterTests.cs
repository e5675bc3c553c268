using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Media;

public sealed class FfmpegClipConverterTests : IDisposable
{
    private const string QuickTime = "QuickTime / MOV";

    private readonly TemporaryFolder _folder = new();
    private readonly string _target;

    public FfmpegClipConverterTests() => _target = _folder.File("job.converted");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(QuickTime, "h264", false)]
    [InlineData(QuickTime, "hevc", true)]
    [InlineData(QuickTime, "mpeg4", true)]
    [InlineData("AVI (Audio Video Interleaved)", "h264", true)]
    [InlineData("AVI (Audio Video Interleaved)", "msmpeg4v3", true)]
    public void Only_h264_in_mp4_or_mov_needs_no_conversion(string format, string codec, bool isNeeded) =>
        IClipConverter.IsNeeded(Video(4) with { Format = format, Codec = codec }).Should().Be(isNeeded);

    [Fact]
    public async Task The_h264_of_an_avi_is_copied_as_it_is()
    {
        var path = await TestClips.MakeAsync("moving.avi", [.. Moving, .. Plain("libx264")]);

        var (converted, _) = await _folder.ConvertAsync(path);

        var samples = await Conversions.SamplesAsync(converted, 240, 5);
        Conversions.Digests(samples).Should().Equal(Conversions.Digests(await Conversions.SamplesAsync(path, 240, 5)));
    }

    [Theory]
    [InlineData("ordered", "-bf 3 -b_strategy 0 -pix_fmt yuv420p")]
    [InlineData("fine-colour", "-bf 0 -pix_fmt yuv444p")]
    [InlineData("ten-bit", "-bf 0 -pix_fmt yuv420p10le")]
    public async Task H264_that_a_copy_would_show_wrongly_is_encoded_anew(string name, string coding)
    {
        var path = await TestClips.MakeAsync(
            $"moving-{name}.avi", [.. Moving, "-c:v", "libx264", .. coding.Split(' ')]);

        var (converted, _) = await _folder.ConvertAsync(path);

        var track = (await Tools.ReportAsync(converted, default))!.VideoTracks[0];
        track.Should().BeEquivalentTo(new { Codec = "h264", PixelFormat = "yuv420p" });
        Conversions.Digests(await Conversions.SamplesAsync(converted, 240, 5)).Should().NotEqual(
            Conversions.Digests(await Conversions.SamplesAsync(path, 240, 5)));
    }

    [Theory]
    [InlineData(320, 180, "1", 320, 180)]
    [InlineData(2400, 1200, "1", 1920, 960)]
    [InlineData(1080, 2340, "1", 886, 1920)]
    [InlineData(321, 241, "1", 320, 240)]
    [InlineData(144, 108, "4/3", 192, 108)]
    public async Task A_picture_is_at_most_1920_pixels_long_never_enlarged_and_of_square_pixels(
        int width, int height, string aspect, int convertedWidth, int convertedHeight)
    {
        var path = await TestClips.MakeAsync(
            $"convert-{width}-{height}.avi", "-f", "lavfi", "-i", $"color=red:s={width}x{height}:r=25:d=0.2", "-vf",
            $"setsar={aspect}", "-c:v", "mpeg4");

        var (converted, _) = await _folder.ConvertAsync(path);

        var track = (await Tools.ReportAsync(converted, default))!.VideoTracks[0];
        track.Should().BeEquivalentTo(new { Width = convertedWidth, Height = convertedHeight, PixelAspect = "1:1" });
    }

    [Theory]
    [InlineData("30000/1001", 29.97)]
    [InlineData("60", 30)]
    [InlineData("50", 25)]
    [InlineData("12", 12)]
    [InlineData("2", 25)]
    public async Task The_rate_is_the_clips_own_or_an_even_part_of_it_where_that_is_a_usual_one(
        string rate, double expected)
    {
        var path = await TestClips.MakeAsync(
            $"rate-{rate.Replace('/', '-')}.avi", "-f", "lavfi", "-i", $"testsrc=s=64x64:r={rate}:d=2",
            "-c:v", "mpeg4");

        var (converted, _) = await _folder.ConvertAsync(path);

        (await Conversions.ProbeAsync(converted)).FrameRate.Should().BeApproximately(expected, 0.01);
    }

    [Fact]
    public async Task The_result_is_private_and_has_neither_sound_nor_anything_the_clip_tells_of_itself()
    {
        var path = await TestClips.MakeAsync(
            "told.mov", [
                .. Moving, "-f", "lavfi", "-i", "sine=d=2", "-c:v", "mpeg4", "-c:a", "aac", "-timecode", "01:00:00:00",
                "-metadata", "title=Garden of Ada", "-metadata", "location=+12.3456-012.3456/",
                "-metadata:s:v", "comment=Ada",
            ]);
        await File.WriteAllBytesAsync(_target, new byte[3_000_000]);

        var (converted, _) = await _folder.ConvertAsync(path);

        (await Tools.ReportAsync(converted, default))!.Streams.Should().ContainSingle().Which.Type.Should().Be("video");
        var bytes = await File.ReadAllBytesAsync(converted);
        bytes.Should().HaveCountLessThan(3_000_000);
        foreach (var told in new[] { "Ada", "12.3456", "tmcd" })
            bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(told)).Should().Be(-1, "of {0}", told);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(converted).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData("mpeg4", 39)]
    [InlineData("libx264", 40)]
    public async Task Progress_is_the_second_of_the_clip_that_is_reached(string codec, double first)
    {
        var path = await TestClips.MakeAsync(
            $"progress-{codec}.avi", ["-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=40", .. Plain(codec)]);
        var reached = new List<double>();
        using var converter = Conversions.Converter();

        await converter.ConvertAsync(
            path, await Conversions.ProbeAsync(path), _target, at => reached.Add(at.TotalSeconds), default);

        reached.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        reached[0].Should().BeLessThan(first, "a copy alone may be done before anything is told");
        reached[^1].Should().BeInRange(39.8, 40);
    }

    [Theory]
    [InlineData("mpeg4")]
    [InlineData("libx264")]
    public async Task Damaged_pictures_are_counted(string codec)
    {
        var path = await TestClips.MakeAsync($"sound-{codec}.avi", [.. Moving, .. Plain(codec)]);
        var bytes = await File.ReadAllBytesAsync(path);
        for (var at = bytes.Length / 3; at < bytes.Length / 2; at += 997)
            bytes[at] ^= 0x55;

        var (_, damaged) = await _folder.ConvertAsync(await TestClips.WriteAsync($"damaged-{codec}.avi", bytes));

        damaged.Should().BePositive();
    }

    [Theory]
    [InlineData(0, "No picture")]
    [InlineData(0.5, "shorter than its file says")]
    public async Task A_clip_that_can_be_decoded_only_in_part_makes_no_shorter_one(double sound, string sentence)
    {
        var bytes = await File.ReadAllBytesAsync(
            await TestClips.MakeAsync("part.mp4", "-f", "lavfi", "-i", "testsrc=s=64x64:r=30:d=6", "-c:v", "mpeg4"));
        var data = bytes.AsSpan().IndexOf("mdat"u8) + 4;
        var end = bytes.AsSpan().IndexOf("moov"u8) - 4;
        bytes.AsSpan((int)(data + ((end - data) * sound))..end).Fill(0xff);

        var failure = await FailureOfAsync(await TestClips.WriteAsync($"part-{sound}.mp4", bytes), Video(6));

        failure.Code.Should().Be(AnalysisFailedException.ClipDamaged);
        failure.Message.Should().Contain(sentence);
    }

    [Fact]
    public async Task A_clip_that_goes_on_for_longer_than_it_says_fails() =>
        (await FailureOfAsync(await TestClips.CountingAsync("avi"), Video(1.4))).Message
            .Should().Contain("longer than its file says");

    [Fact]
    public async Task A_server_that_lacks_a_tool_says_which()
    {
        var withoutFfmpeg = new MediaOptions { Ffmpeg = "no-such-ffmpeg" };
        var withoutEncoder = new MediaOptions { Ffmpeg = await FakeTool.FfmpegAsync(_folder, "exit 0", "mpeg4") };

        (await FailureOfAsync(options: withoutFfmpeg)).Code.Should().Be("ffmpeg_missing");
        (await FailureOfAsync(options: withoutEncoder)).Code.Should().Be("converter_missing");
        (await MissingPartsAsync(withoutFfmpeg)).Should().BeEmpty("the probe says so");
        (await MissingPartsAsync(withoutEncoder)).Should().ContainSingle().Which.Name.Should().Be("libx264");
        (await MissingPartsAsync(new MediaOptions())).Should().BeEmpty();
    }

    [Fact]
    public async Task A_result_over_the_limit_fails()
    {
        var path = await TestClips.MakeAsync(
            "much.avi", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=10", "-c:v", "mpeg4");

        var video = await Conversions.ProbeAsync(path);

        (await FailureOfAsync(path, video, new MediaOptions { MaxConversionBytes = 64 << 10 })).Code
            .Should().Be("conversion_too_large");
    }

    [Theory]
    [InlineData("echo 'av_interleaved_write_frame(): No space left on device' >&2; exit 1", "conversion_not_written")]
    [InlineData("kill -TERM $$", AnalysisFailedException.Interrupted)]
    [InlineData("exit 255", AnalysisFailedException.Interrupted)]
    [InlineData("echo frame=10; exit 1", "conversion_failed")]
    [InlineData("echo frame=10; exit 69", AnalysisFailedException.ClipDamaged)]
    public async Task Every_other_end_is_told_apart(string lines, string code) =>
        (await FailureOfAsync(options: new MediaOptions { Ffmpeg = await FakeTool.FfmpegAsync(_folder, lines) })).Code
            .Should().Be(code);

    [Fact]
    public async Task A_place_that_cannot_be_written_to_is_told()
    {
        using var converter = Conversions.Converter();

        var converting = () => converter.ConvertAsync(
            "any.avi", Video(4), Path.Combine(_folder.Path, "no-such-folder", "x"), _ => { }, default);

        (await converting.Should().ThrowAsync<AnalysisFailedException>()).Which.Code
            .Should().Be("conversion_not_written");
    }

    [Fact]
    public async Task A_conversion_that_stands_still_is_given_up()
    {
        var time = new FakeTimeProvider();
        var ffmpeg = await FakeTool.FfmpegAsync(_folder, "echo frame=10; exec sleep 600");
        using var converter = Conversions.Converter(new MediaOptions { Ffmpeg = ffmpeg }, time);
        var begun = new TaskCompletionSource();

        var converting = converter.ConvertAsync("any.avi", Video(4), _target, _ => begun.TrySetResult(), default);
        // The clock must stand still while ffmpeg is asked for its encoders, which has a limit of its own.
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await time.UntilAsync(() => converting.IsCompleted, TimeSpan.FromSeconds(20));

        (await converting.Awaiting(it => it).Should().ThrowAsync<AnalysisFailedException>()).Which.Code
            .Should().Be("decoder_stalled");
        File.Exists(_target).Should().BeFalse();
    }

    [Fact]
    public async Task Conversions_over_half_the_cores_wait_and_cancellation_ends_them_all()
    {
        var ffmpeg = await FakeTool.FfmpegAsync(_folder, "echo frame=10; echo out_time_us=1000000; exec sleep 600");
        using var converter = Conversions.Converter(new MediaOptions { Ffmpeg = ffmpeg });
        using var cancellation = new CancellationTokenSource();
        using var impatience = new CancellationTokenSource();
        var places = Math.Max(1, Environment.ProcessorCount / 2);
        var begun = 0;

        var converting = Enumerable.Range(0, places)
            .Select(n => converter.ConvertAsync(
                "any.avi", Video(4), _folder.File($"{n}.converted"), _ => Interlocked.Increment(ref begun),
                cancellation.Token))
            .ToList();
        await Eventually.IsTrueAsync(() => begun == places, "each has a place");
        var waiting = converter.ConvertAsync("any.avi", Video(4), _target, _ => begun++, impatience.Token);
        File.Exists(_target).Should().BeFalse("it waits");
        await impatience.CancelAsync();
        await cancellation.CancelAsync();

        foreach (var task in converting.Append(waiting))
            await task.Awaiting(it => it).Should().ThrowAsync<OperationCanceledException>();
        Directory.EnumerateFiles(_folder.Path, "*.converted").Should().BeEmpty();
        begun.Should().Be(places);
    }

    private static string[] Moving => ["-f", "lavfi", "-i", "testsrc2=s=320x240:r=30:d=2"];

    private static string[] Plain(string codec) => ["-c:v", codec, "-bf", "0", "-pix_fmt", "yuv420p"];

    private static MediaTools Tools => new(new MediaOptions(), TimeProvider.System);

    private static VideoMetadata Video(double seconds) =>
        new(TimeSpan.FromSeconds(seconds), "AVI (Audio Video Interleaved)", "mpeg4", 64, 64, 30, 0);

    private static async Task<IReadOnlyList<MissingPart>> MissingPartsAsync(MediaOptions options)
    {
        using var converter = Conversions.Converter(options);
        return await converter.FindMissingPartsAsync(default);
    }

    private async Task<AnalysisFailedException> FailureOfAsync(
        string? path = null, VideoMetadata? video = null, MediaOptions? options = null)
    {
        path ??= await TestClips.CountingAsync("avi");
        using var converter = Conversions.Converter(options);
        var converting = () => converter.ConvertAsync(path, video ?? Video(4), _target, _ => { }, default);
        var failure = (await converting.Should().ThrowAsync<AnalysisFailedException>()).Which;
        failure.Message.Should().NotContain(path);
        File.Exists(_target).Should().BeFalse("nothing is left of it");
        return failure;
    }
}
