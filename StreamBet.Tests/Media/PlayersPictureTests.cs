using Microsoft.Extensions.Logging.Abstractions;
using StreamBet.Core.Clips;
using StreamBet.Core.Media;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Media;

/// <summary>What is examined, kept and converted is the picture that a browser's player shows. The expected pictures were
/// seen in Chromium's.</summary>
public sealed class PlayersPictureTests : IDisposable
{
    private const int Size = 64;
    private static readonly string[] H264 = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(-1, 0, 0, 1, "green red white blue")]
    [InlineData(1, 0, 0, -1, "blue white red green")]
    [InlineData(-1, 0, 0, -1, "white blue green red")]
    [InlineData(0, 1, 1, 0, "red blue green white")]
    [InlineData(0, -1, -1, 0, "white green blue red")]
    [InlineData(0, 1, -1, 0, "blue red white green")]
    [InlineData(0, -1, 1, 0, "green white red blue")]
    public async Task A_mirrored_or_turned_clip_is_seen_as_it_is_shown(int a, int b, int c, int d, string corners)
    {
        var quarters = await File.ReadAllBytesAsync(await TestClips.QuartersAsync("mp4"));
        var path = await TestClips.WriteAsync($"matrix{a}{b}{c}{d}.mp4", TestClips.Turn(quarters, a, b, c, d));

        foreach (var picture in await LooksAsync(path, 0.5))
        {
            var (right, bottom) = (picture.Width * 3 / 4, picture.Height * 3 / 4);
            var (left, top) = (picture.Width / 4, picture.Height / 4);
            string.Join(' ', Name(picture.At(left, top)), Name(picture.At(right, top)), Name(picture.At(left, bottom)), Name(picture.At(right, bottom)))
                .Should().Be(corners);
        }
    }

    [Theory]
    [InlineData("red blue", "0 default", "blue", false)]
    [InlineData("red blue", "default 0", "red", false)]
    [InlineData("red blue", "default default", "red", true)]
    [InlineData("thumb blue", "default default", "blue", true)]
    [InlineData("blue thumb", "default default", "blue", true)]
    [InlineData("thumb blue", "0 default", "blue", false)]
    public async Task The_track_that_players_show_is_examined(string tracks, string enabled, string shown, bool isDoubtful)
    {
        var (first, second) = (tracks.Split(' ')[0], tracks.Split(' ')[1]);
        var path = await TestClips.MakeAsync(
            $"tracks-{tracks}-{enabled}.mp4".Replace(' ', '-'),
            "-i", await OfColourAsync(first), "-i", await OfColourAsync(second), "-map", "0", "-map", "1", "-c", "copy",
            "-disposition:v:0", enabled.Split(' ')[0], "-disposition:v:1", enabled.Split(' ')[1]);

        (await Conversions.ProbeAsync(path)).Doubt.Should().Match(doubt => (doubt != null) == isDoubtful);
        foreach (var picture in await LooksAsync(path, 1.5))
            Name(picture.At(picture.Width / 2, picture.Height / 2)).Should().Be(shown);
    }

    [Fact]
    public async Task The_doubt_says_which_track_was_examined()
    {
        var path = await TestClips.MakeAsync(
            "two-tracks.mp4", "-i", await OfColourAsync("thumb"), "-i", await OfColourAsync("red"), "-map", "0", "-map", "1",
            "-c", "copy", "-disposition:v:0", "default", "-disposition:v:1", "default");

        (await Conversions.ProbeAsync(path)).Doubt.Should().Be(
            "The file has 2 video tracks. Track 2 was examined; a player may show another one.");
    }

    [Theory]
    [InlineData("arib-std-b67")]
    [InlineData("smpte2084")]
    public async Task An_HDR_picture_is_examined_as_an_ordinary_screen_shows_it(string transfer)
    {
        const string source = "testsrc2=s=128x128:r=10:d=2,eq=saturation=0.25:contrast=0.8";
        var plain = await TestClips.MakeAsync(
            "sdr.mp4", ["-f", "lavfi", "-i", source, .. H264, "-qp", "0", "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"]);
        var hdr = await TestClips.MakeAsync(
            $"hdr-{transfer}.mp4", "-i", plain, "-vf",
            "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv,zscale=t=linear:npl=203,"
            + $"format=gbrpf32le,zscale=p=bt2020:t={transfer}:m=bt2020nc:r=tv:npl=203,format=yuv420p10le",
            "-c:v", "libx264", "-qp", "0", "-color_primaries", "bt2020", "-color_trc", transfer, "-colorspace", "bt2020nc");

        var looks = (await LooksAsync(hdr, 1)).Zip(await LooksAsync(plain, 1));

        foreach (var (look, expected) in looks)
            look.Rgb.Zip(expected.Rgb, (x, y) => Math.Abs(x - y)).Average().Should().BeLessThan(9);
    }

    /// <summary>The picture at a time as it is sampled, as it is kept, and as it is after a conversion.</summary>
    private async Task<IReadOnlyList<Picture>> LooksAsync(string path, double at)
    {
        var video = await Conversions.ProbeAsync(path);
        var (converted, _) = await _folder.ConvertAsync(path);
        var grabber = new FfmpegFrameGrabber(
            new MediaOptions(), TimeProvider.System, NullLogger<FfmpegFrameGrabber>.Instance);
        var frame = await grabber.GrabAsync(new StoredClip(path), video, TimeSpan.FromSeconds(at), default);
        return [await SampleAsync(path, at), await Picture.OfJpegAsync(frame!), await SampleAsync(converted, at)];
    }

    // Without its margins.
    private static async Task<Picture> SampleAsync(string path, double at)
    {
        var video = await Conversions.ProbeAsync(path);
        var sample = (await Conversions.SamplesAsync(path, Size, 2))[(int)(at * 2)];
        var box = Letterbox.Fit(video.Width, video.Height, Size);
        var rows = Enumerable.Range(box.Top, box.Height)
            .SelectMany(y => sample.Skip(((y * Size) + box.Left) * 3).Take(box.Width * 3));
        return new Picture(box.Width, box.Height, [.. rows]);
    }

    private static Task<string> OfColourAsync(string name) => name == "thumb"
        ? TestClips.MakeAsync("colour-thumb.mp4", ["-f", "lavfi", "-i", "color=lime:s=96x96:r=10:d=0.1", .. H264])
        : TestClips.MakeAsync($"colour-{name}.mp4", ["-f", "lavfi", "-i", $"color={name}:s=64x64:r=10:d=4", .. H264]);

    private static string Name((byte Red, byte Green, byte Blue) pixel) => (pixel.Red > 128, pixel.Green > 128, pixel.Blue > 128) switch
    {
        (true, true, true) => "white",
        (true, false, false) => "red",
        (false, true, false) => "green",
        (false, false, true) => "blue",
        _ => pixel.ToString(),
    };
}
