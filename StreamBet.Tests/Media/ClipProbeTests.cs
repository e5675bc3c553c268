using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Media;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Media;

public class ClipProbeTests
{
    private const string QuickTime = "QuickTime / MOV";
    private const string Avi = "AVI (Audio Video Interleaved)";

    [Theory]
    [InlineData("mp4", QuickTime, "h264")]
    [InlineData("mov", QuickTime, "h264")]
    [InlineData("avi", Avi, "mpeg4")]
    public async Task It_tells_what_a_clip_is(string extension, string format, string codec)
    {
        var video = await ProbeAsync(await TestClips.CountingAsync(extension));

        video.Should().Be(new VideoMetadata(TimeSpan.FromSeconds(4), format, codec, 64, 64, 30, 0));
    }

    [Theory]
    [InlineData(90, 180, 320)]
    [InlineData(180, 320, 180)]
    [InlineData(270, 180, 320)]
    public async Task Width_and_height_are_those_of_the_upright_picture(int degrees, int width, int height)
    {
        var video = await ProbeAsync(await TestClips.TurnedQuartersAsync(degrees));

        video.Should().BeEquivalentTo(new { Rotation = degrees, Width = width, Height = height });
    }

    [Fact]
    public async Task An_anamorphic_picture_is_as_wide_as_it_is_shown()
    {
        var path = await TestClips.MakeAsync(
            "anamorphic.mp4", "-f", "lavfi", "-i", "color=red:s=144x108:d=1,setsar=4/3", "-c:v", "libx264");

        (await ProbeAsync(path)).Should().BeEquivalentTo(new { Width = 192, Height = 108 });
    }

    [Fact]
    public async Task A_video_that_begins_after_its_sound_lasts_to_its_own_end()
    {
        var path = await TestClips.MakeAsync(
            "late-video.mp4", "-itsoffset", "1.3", "-i", await TestClips.CountingAsync("mp4"),
            "-f", "lavfi", "-i", "sine=d=6", "-map", "0:v", "-map", "1:a", "-c:v", "copy", "-c:a", "aac");

        (await ProbeAsync(path)).Duration.TotalSeconds.Should().BeApproximately(5.3, 0.01);
    }

    [Fact]
    public async Task The_content_decides_and_not_the_name()
    {
        var bytes = await File.ReadAllBytesAsync(await TestClips.CountingAsync("mp4"));

        (await ProbeAsync(await TestClips.WriteAsync("an-mp4-named.avi", bytes))).Format.Should().Be(QuickTime);
    }

    [Fact]
    public async Task Sound_alone_is_refused()
    {
        var path = await TestClips.MakeAsync("sound.mp4", "-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac");

        (await RefusalOfAsync(path)).Should().BeEquivalentTo(new { Kind = RefusalKind.Invalid, Code = "no_video" });
    }

    [Fact]
    public async Task A_cover_picture_is_no_video()
    {
        var path = await TestClips.MakeAsync(
            "cover.mp4", "-f", "lavfi", "-i", "sine=d=1", "-f", "lavfi", "-i", "color=red:s=64x64:r=1:d=1",
            "-c:a", "aac", "-c:v", "mjpeg", "-frames:v", "1", "-disposition:v:0", "attached_pic");

        (await RefusalOfAsync(path)).Code.Should().Be("no_video");
    }

    [Fact]
    public async Task A_cover_picture_beside_a_video_is_passed_over()
    {
        var path = await TestClips.MakeAsync(
            "cover-and-video.mp4", "-f", "lavfi", "-i", "color=red:s=96x96:r=1:d=1",
            "-i", await TestClips.CountingAsync("mp4"), "-map", "1:v", "-map", "0:v", "-c:v:0", "copy",
            "-c:v:1", "mjpeg", "-frames:v:1", "1", "-disposition:v:1", "attached_pic");

        (await ProbeAsync(path)).Should().BeEquivalentTo(new { Codec = "h264", Width = 64 });
    }

    [Fact]
    public async Task A_clip_over_the_limit_is_told_how_long_it_is_and_may_be()
    {
        var options = new MediaOptions { MaxDuration = TimeSpan.FromSeconds(3.9) };

        var refusal = await RefusalOfAsync(await TestClips.CountingAsync("mp4"), options);

        refusal.Should().BeEquivalentTo(new { Kind = RefusalKind.Invalid, Code = "clip_too_long" });
        refusal.Sentence.Should().Contain("4 s").And.Contain("3.9 s");
    }

    [Theory]
    [InlineData(64 * 63, 8192)]
    [InlineData(64 * 64, 63)]
    public async Task Too_large_a_picture_is_told_its_size(long pixels, int side)
    {
        var options = new MediaOptions { MaxPixels = pixels, MaxSide = side };

        var refusal = await RefusalOfAsync(await TestClips.CountingAsync("mp4"), options);

        refusal.Should().BeEquivalentTo(new { Kind = RefusalKind.Invalid, Code = "picture_too_large" });
        refusal.Sentence.Should().Contain("64 x 64");
    }

    [Theory]
    [InlineData("1x1", "1 x 1")]
    [InlineData("320x15", "320 x 15")]
    public async Task Too_small_a_picture_is_told_the_minimum(string size, string told)
    {
        var path = await TestClips.MakeAsync(
            $"tiny-{size}.avi", "-f", "lavfi", "-i", $"color=red:s={size}:r=10:d=1,format=rgb24", "-c:v", "rawvideo");

        var refusal = await RefusalOfAsync(path);

        refusal.Should().BeEquivalentTo(new { Kind = RefusalKind.Invalid, Code = "picture_too_small" });
        refusal.Sentence.Should().Contain(told).And.Contain("16 pixels");
    }

    [Theory]
    [InlineData("mp4", "+faststart")]
    [InlineData("mp4", "frag_keyframe+empty_moov")]
    [InlineData("avi", "")]
    public async Task A_clip_of_a_single_picture_is_refused(string extension, string flags)
    {
        var path = await TestClips.MakeAsync(
            $"single{flags}.{extension}",
            ["-f", "lavfi", "-i", "color=red:s=64x64:r=1:d=1", .. flags.Length > 0 ? (string[])["-movflags", flags] : []]);

        (await RefusalOfAsync(path)).Should().BeEquivalentTo(new { Kind = RefusalKind.Invalid, Code = "one_picture" });
    }

    [Fact]
    public async Task More_pictures_than_can_be_decoded_in_reasonable_time_are_refused()
    {
        var options = new MediaOptions { MaxPixelRate = 64 * 64 * 29 };

        var refusal = await RefusalOfAsync(await TestClips.CountingAsync("mp4"), options);

        refusal.Should().BeEquivalentTo(new { Kind = RefusalKind.Invalid, Code = "frame_rate_too_high" });
        refusal.Sentence.Should().Contain("30 fps");
    }

    [Theory]
    [InlineData("mp4", "+faststart")]
    [InlineData("mp4", "frag_keyframe+empty_moov")]
    [InlineData("avi", "")]
    public async Task A_clip_with_more_pixels_than_may_be_decoded_is_told_how_long_it_may_be(string extension, string flags)
    {
        var path = await TestClips.MakeAsync(
            $"work{flags}.{extension}",
            ["-f", "lavfi", "-i", "testsrc2=s=64x64:r=30:d=4", .. flags.Length > 0 ? (string[])["-movflags", flags] : []]);
        MediaOptions Within(double seconds) => new()
        {
            MaxFullHdDuration = TimeSpan.FromSeconds(seconds * 64 * 64 * 30 / MediaOptions.FullHdRate),
        };

        var refusal = await RefusalOfAsync(path, Within(3.9));

        refusal.Should().BeEquivalentTo(new { Kind = RefusalKind.Invalid, Code = "too_many_pixels" });
        refusal.Sentence.Should().Contain("is 4 s long with 64 x 64 pixels at 30 fps").And.Contain("is 3 s. Export it as 1080p");
        (await Probe(Within(4.1)).ProbeAsync(path, default)).Width.Should().Be(64);
    }

    [Fact]
    public async Task A_clip_in_a_codec_that_takes_longer_may_be_so_much_shorter()
    {
        var path = await TestClips.MakeAsync("work-png.mov", "-f", "lavfi", "-i", "testsrc2=s=64x64:r=30:d=4", "-c:v", "png");
        MediaOptions Within(double seconds) => new()
        {
            MaxFullHdDuration = TimeSpan.FromSeconds(seconds * DecodingCost.Of("png") * 64 * 64 * 30 / MediaOptions.FullHdRate),
        };

        var refusal = await RefusalOfAsync(path, Within(3.9));

        refusal.Code.Should().Be("too_many_pixels");
        refusal.Sentence.Should().Contain("at 30 fps, as png. The limit for such pictures is 3 s. Export it as 1080p with H.264");
        (await Probe(Within(4.1)).ProbeAsync(path, default)).Codec.Should().Be("png");
    }

    [Theory]
    [InlineData("h264", 10, 3)] // 1,200 million pixels, of which it counts 20 million a second
    [InlineData("hevc", 10, 4)]
    [InlineData("h264", 1800, 32)]
    [InlineData("jpeg2000", 1800, 32)]
    public void The_processor_time_for_a_clip_has_an_end_whatever_its_codec(string codec, double seconds, double minutes)
    {
        var video = new VideoMetadata(TimeSpan.FromSeconds(seconds), "", codec, 2000, 1000, 60, 0);

        new MediaOptions().CpuFor(video).Should().BeCloseTo(TimeSpan.FromMinutes(minutes), TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(1920, 1080, 60, 30, true)]
    [InlineData(1280, 720, 60, 60, true)]
    [InlineData(3840, 2160, 60, 7, true)]
    [InlineData(3840, 2160, 60, 8, false)]
    [InlineData(4096, 4096, 120, 30, false)]
    public void Half_an_hour_of_full_hd_fits_and_of_4k_does_not(int width, int height, int rate, int minutes, bool fits) =>
        ((double)width * height * rate * minutes * 60 <= new MediaOptions().MaxPixelsInAll).Should().Be(fits);

    [Fact]
    public async Task A_codec_that_nobody_knows_is_refused()
    {
        var bytes = await File.ReadAllBytesAsync(await TestClips.CountingAsync("mp4"));
        "zzzz"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("stsd"u8) + 16));

        (await RefusalOfAsync(await TestClips.WriteAsync("unknown-codec.mp4", bytes)))
            .Should().BeEquivalentTo(new { Kind = RefusalKind.Invalid, Code = "codec_not_supported" });
    }

    [Fact]
    public async Task A_clip_without_its_end_is_refused()
    {
        var bytes = await File.ReadAllBytesAsync(await TestClips.CountingAsync("mp4"));

        var refusal = await RefusalOfAsync(await TestClips.WriteAsync("cut.mp4", bytes[..(bytes.Length / 2)]));

        refusal.Should().BeEquivalentTo(new { Kind = RefusalKind.Invalid, Code = "clip_damaged" });
    }

    [Fact]
    public async Task An_empty_file_is_refused() =>
        (await RefusalOfAsync(await TestClips.WriteAsync("empty.mp4", []))).Code.Should().Be("clip_damaged");

    [Fact]
    public async Task Other_containers_are_refused_whatever_their_name()
    {
        var path = await TestClips.MakeAsync(
            "matroska.mp4", "-i", await TestClips.CountingAsync("mp4"), "-c", "copy", "-f", "matroska");

        (await RefusalOfAsync(path)).Should()
            .BeEquivalentTo(new { Kind = RefusalKind.Unsupported, Code = "unsupported_container" });
    }

    [Fact]
    public async Task A_server_without_the_tools_says_so()
    {
        var options = new MediaOptions { Ffprobe = "no-such-ffprobe", Ffmpeg = "no-such-ffmpeg" };

        var refusal = await RefusalOfAsync(await TestClips.CountingAsync("mp4"), options);
        var missing = await Probe(options).FindMissingPartsAsync(default);

        refusal.Should().BeEquivalentTo(new { Kind = RefusalKind.Unavailable, Code = "ffmpeg_missing" });
        missing.Select(part => part.Name).Should().Equal("no-such-ffprobe", "no-such-ffmpeg");
        missing.Should().OnlyContain(part => part.Remedy.Contains("install ffmpeg"));
    }

    [Fact]
    public async Task A_tool_that_is_installed_later_is_found()
    {
        using var folder = new TemporaryFolder();
        var options = new MediaOptions { Ffmpeg = folder.File("ffmpeg") };
        var probe = Probe(options);

        (await probe.FindMissingPartsAsync(default)).Should().ContainSingle().Which.Name.Should().Be("ffmpeg");
        File.CreateSymbolicLink(options.Ffmpeg, ToolLocator.Find("ffmpeg")!);
        (await probe.FindMissingPartsAsync(default)).Should().BeEmpty();

        // Once found it is not looked for again: a health check every second starts no process.
        File.Delete(options.Ffmpeg);
        (await probe.FindMissingPartsAsync(default)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_cancelled_probe_ends()
    {
        var path = await TestClips.CountingAsync("mp4");
        var probing = () => Probe(new MediaOptions()).ProbeAsync(path, new CancellationToken(canceled: true));

        await probing.Should().ThrowAsync<OperationCanceledException>();
    }

    private static ClipProbe Probe(MediaOptions options) => new(options, new MediaTools(options, TimeProvider.System));

    private static Task<VideoMetadata> ProbeAsync(string path) => Probe(new MediaOptions()).ProbeAsync(path, default);

    private static async Task<Refusal> RefusalOfAsync(string path, MediaOptions? options = null)
    {
        var probing = () => Probe(options ?? new MediaOptions()).ProbeAsync(path, default);
        var refusal = (await probing.Should().ThrowAsync<RefusedException>()).Which.Refusal;
        refusal.Sentence.Should().NotContain(Path.GetDirectoryName(path)!).And.NotContain("moov");
        return refusal;
    }
}
