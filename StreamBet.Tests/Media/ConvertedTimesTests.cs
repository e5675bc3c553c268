using StreamBet.Core.Media;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Media;

public sealed class ConvertedTimesTests : IDisposable
{
    private const int Size = 64;
    private const int Fine = 60;

    // The grey of each picture differs clearly from its neighbours'.
    private const string Leaps = "color=black:s=64x64:r=30:d=6,format=gray,geq=lum='16+mod(N*37,220)'";
    private const string Mpeg4 = "-c:v mpeg4 -q:v 1";
    private const string H264 = "-c:v libx264 -crf 1 -pix_fmt yuv420p";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, string> Clips => new()
    {
        { "turn-b.mov", Leaps, Mpeg4 + " -bf 2 -g 20" },
        { "turn.avi", Leaps, Mpeg4 },
        { "turn-slow.avi", Leaps.Replace("r=30", "r=3"), Mpeg4 },
        { "turn-h264-ntsc.avi", Leaps.Replace("r=30", "r=30000/1001"), H264 + " -bf 0 -g 40" },
    };

    public static TheoryData<string, string, string> MoreClips => new()
    {
        { "turn.mp4", Leaps, Mpeg4 },
        { "turn-b.avi", Leaps, Mpeg4 + " -bf 2 -g 20" },
        { "turn-mjpeg.avi", Leaps, "-c:v mjpeg -q:v 1" },
        { "turn-ntsc.avi", Leaps.Replace("r=30", "r=30000/1001"), Mpeg4 },
        { "turn-fast.mp4", Leaps.Replace("r=30", "r=60"), Mpeg4 },
        { "turn-h264.avi", Leaps, H264 + " -bf 0" },
        { "turn-h264-b.avi", Leaps, H264 + " -bf 3 -b_strategy 0" },
    };

    [Theory]
    [MemberData(nameof(Clips))]
    public async Task A_converted_clip_shows_at_every_time_what_the_clip_shows_then(
        string name, string source, string codec) =>
        await ExpectSameTimesAsync(
            await TestClips.MakeAsync(name, ["-f", "lavfi", "-i", source, .. codec.Split(' ')]));

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(MoreClips))]
    public Task Other_converted_clips_show_at_every_time_what_they_showed_then(string name, string source, string codec) =>
        A_converted_clip_shows_at_every_time_what_the_clip_shows_then(name, source, codec);

    [Theory]
    [InlineData("late.mp4", "mpeg4")]
    [InlineData("late.mov", "mpeg4")]
    [InlineData("late.avi", "mpeg4")]
    [InlineData("late-h264.avi", "libx264")]
    public async Task A_clip_whose_video_begins_after_its_sound_keeps_its_times(string name, string codec)
    {
        var path = await TestClips.MakeAsync(
            name, "-itsoffset", "1", "-f", "lavfi", "-i", Leaps, "-f", "lavfi", "-i", "sine=d=7",
            "-map", "0:v", "-map", "1:a", "-c:v", codec, "-q:v", "1", "-bf", "0", "-pix_fmt", "yuv420p", "-c:a", "mp2");

        var greys = await ExpectSameTimesAsync(path);

        greys.Should().HaveCount(14);
        greys[0].Should().Be(greys[1], "a player shows the first picture until the next one is due");
    }

    [Theory]
    [InlineData("standstill", "lt(t,1)+gte(t,4)")]
    [InlineData("long-last", "lt(t,2)+eq(n,179)")]
    [InlineData("thinned", "lt(mod(n,7),2)")]
    public async Task A_clip_with_an_uneven_rate_keeps_its_times(string name, string select)
    {
        foreach (var (extension, codec) in new[] { ("mp4", Mpeg4), ("avi", H264 + " -bf 0") })
        {
            await ExpectSameTimesAsync(await TestClips.MakeAsync(
                $"turn-{name}.{extension}", [
                    "-f", "lavfi", "-i", Leaps, "-vf", $"select='{select}'", "-vsync", "passthrough",
                    .. codec.Split(' '),
                ]));
        }
    }

    [Fact]
    public async Task A_clip_whose_first_time_is_not_zero_keeps_its_times() =>
        await ExpectSameTimesAsync(await TestClips.MakeAsync(
            "turn-shifted.mov", [
                "-f", "lavfi", "-i", Leaps, .. Mpeg4.Split(' '), "-output_ts_offset", "2.7", "-use_editlist", "0",
                "-avoid_negative_ts", "disabled",
            ]));

    [Fact]
    public async Task An_avi_that_begins_in_the_middle_of_a_run_of_pictures_keeps_its_times()
    {
        var whole = await TestClips.MakeAsync(
            "turn-long-runs.mp4", ["-f", "lavfi", "-i", Leaps, .. H264.Split(' '), "-bf", "0", "-g", "60"]);

        await ExpectSameTimesAsync(await TestClips.MakeAsync(
            "turn-cut.avi", "-i", whole, "-ss", "0.5", "-c", "copy", "-copyinkf"));
    }

    [Theory]
    [InlineData(90, 180, 320, "green", "blue")]
    [InlineData(180, 320, 180, "blue", "green")]
    [InlineData(270, 180, 320, "blue", "green")]
    public async Task A_turned_clip_keeps_its_times_and_is_upright(
        int degrees, int width, int height, string first, string last)
    {
        // Red, then green on the left of blue.
        var path = await TestClips.MakeAsync(
            "half-red.mov", "-f", "lavfi", "-i", "color=red:s=320x180:r=30:d=1.5", "-f", "lavfi", "-i",
            "color=blue:s=320x180:r=30:d=1.5,drawbox=w=160:c=lime:t=fill", "-filter_complex", "[0][1]concat",
            "-c:v", "mpeg4");
        var turned = await TestClips.WriteAsync(
            $"half-red-{degrees}.mov", TestClips.Turn(await File.ReadAllBytesAsync(path), degrees));

        var (converted, _) = await _folder.ConvertAsync(turned);

        (await Conversions.ProbeAsync(converted)).Should().BeEquivalentTo(
            new { Width = width, Height = height, Rotation = 0, Codec = "h264", Duration = TimeSpan.FromSeconds(3) });
        var samples = await Conversions.SamplesAsync(converted, Size, 30);
        samples.Should().HaveCount(90);
        for (var n = 0; n < samples.Count; n++)
        {
            var (across, down) = degrees == 180 ? (20, 0) : (0, 20);
            string[] colours = [Colour(samples[n], -across, -down), Colour(samples[n], across, down)];
            colours.Should().Equal(n < 45 ? ["red", "red"] : [first, last], "of sample {0}", n);
        }
    }

    /// <summary>Expects every sample of the result to show what the clip showed at that time, or at most one picture of the
    /// result earlier.</summary>
    private async Task<List<byte>> ExpectSameTimesAsync(string path)
    {
        var original = await GreysAsync(path, Fine);
        var (target, damaged) = await _folder.ConvertAsync(path);
        damaged.Should().Be(0);
        var video = await Conversions.ProbeAsync(target);
        IClipConverter.IsNeeded(video).Should().BeFalse();
        var report = await Conversions.Tools.ReportAsync(target, default);
        ProbeReport.Seconds(report!.Format!.StartTime).Should().BeInRange(0, 0.05);
        video.Duration.Should().BeCloseTo((await Conversions.ProbeAsync(path)).Duration, TimeSpan.FromSeconds(0.2));
        var converted = await GreysAsync(target, 2);
        converted.Should().HaveCountGreaterThan(10);
        var before = (int)Math.Ceiling(Fine / video.FrameRate);
        for (var n = 0; n < converted.Count; n++)
        {
            var at = Math.Min(n * Fine / 2, original.Count - 1);
            var shown = original[Math.Max(0, at - before)..(at + 1)];
            shown.Should().Contain(grey => Math.Abs(grey - converted[n]) <= 6, "at {0} s of {1}", n / 2.0, path);
        }

        return converted;
    }

    private static async Task<List<byte>> GreysAsync(string path, int samplesPerSecond) =>
        (await Conversions.SamplesAsync(path, Size, samplesPerSecond))
            .ConvertAll(rgb => rgb[((Size * Size / 2) + (Size / 2)) * 3]);

    // The colour of a pixel, given its offset from the centre.
    private static string Colour(byte[] rgb, int across, int down)
    {
        var at = (((Size / 2) + down) * Size + (Size / 2) + across) * 3;
        return (rgb[at] > 128, rgb[at + 1] > 128, rgb[at + 2] > 128) switch
        {
            (true, false, false) => "red",
            (false, true, false) => "green",
            (false, false, true) => "blue",
            _ => $"{rgb[at]}, {rgb[at + 1]}, {rgb[at + 2]}",
        };
    }
}
