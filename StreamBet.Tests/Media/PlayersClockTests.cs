using System.Buffers.Binary;
using Microsoft.Extensions.Logging.Abstractions;
using StreamBet.Core.Clips;
using StreamBet.Core.Media;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Media;

/// <summary>Times count as a browser's player counts them.</summary>
public sealed class PlayersClockTests : IDisposable
{
    private const int Size = 64;

    // The grey of each picture differs clearly from its neighbours'.
    private const string Leaps = "color=black:s=64x64:r=30:d=6,format=gray,geq=lum='16+mod(N*37,220)'";
    private static readonly string[] H264 = ["-c:v", "libx264", "-crf", "1", "-pix_fmt", "yuv420p"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_clip_whose_pictures_begin_late_keeps_the_players_times()
    {
        var leaps = await TestClips.MakeAsync("clock-plain.mp4", ["-f", "lavfi", "-i", Leaps, .. H264, "-bf", "0"]);

        await ExpectAsync(
            await TestClips.MakeAsync("clock-empty-edit.mp4", "-itsoffset", "2", "-i", leaps, "-c", "copy"), 8, 2);
    }

    [Fact]
    public async Task A_clip_whose_pictures_and_sound_begin_late_keeps_the_players_times() =>
        await ExpectAsync(
            await TestClips.MakeAsync(
                "clock-both-late.mp4", [
                    "-itsoffset", "2", "-f", "lavfi", "-i", Leaps, "-itsoffset", "2", "-f", "lavfi", "-i", "sine=d=6", .. H264,
                    "-c:a", "aac",
                ]),
            8, 2);

    [Fact]
    public async Task A_clip_that_begins_without_a_key_picture_keeps_the_players_times()
    {
        var whole = await TestClips.MakeAsync("clock-runs.mp4", ["-f", "lavfi", "-i", Leaps, .. H264, "-bf", "0", "-g", "60"]);

        await ExpectAsync(
            await TestClips.MakeAsync("clock-no-key.mp4", "-i", whole, "-ss", "0.5", "-c", "copy", "-copyinkf"), 5.5, -0.5, from: 2);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(3600)]
    public async Task A_fragmented_clip_saved_from_the_middle_of_a_stream_starts_at_0(int start)
    {
        var path = await TestClips.MakeAsync(
            "clock-fragments.mp4", [
                "-f", "lavfi", "-i", Leaps, "-f", "lavfi", "-i", "sine=d=6", .. H264, "-c:a", "aac", "-bf", "2", "-g", "30",
                "-movflags", "frag_keyframe+empty_moov",
            ]);

        var later = await TestClips.WriteAsync($"clock-from-{start}.mp4", Later(await File.ReadAllBytesAsync(path), start));

        var video = await ExpectAsync(later, 6, 0.067);
        video.Reading.ClockStart.TotalSeconds.Should().BeApproximately(start, 0.1);
    }

    [Fact]
    public async Task An_AVI_from_a_pipe_is_as_long_as_its_pictures() =>
        await ExpectAsync(
            await TestClips.MakePipedAsync("clock-piped.avi", "-f", "lavfi", "-i", Leaps, "-c:v", "mpeg4", "-q:v", "1", "-f", "avi"), 6, 0);

    [Fact]
    public async Task An_MP4_from_a_pipe_is_as_long_as_its_pictures() =>
        await ExpectAsync(
            await TestClips.MakePipedAsync(
                "clock-piped.mp4", ["-f", "lavfi", "-i", Leaps, .. H264, "-bf", "0", "-f", "mp4", "-movflags", "frag_keyframe+empty_moov"]),
            6, 0);

    [Theory]
    [InlineData("mpeg4-b1", "-c:v mpeg4 -q:v 1 -bf 1 -g 20")]
    [InlineData("mpeg4-b2", "-c:v mpeg4 -q:v 1 -bf 2 -g 20")]
    [InlineData("h264-b3", "-c:v libx264 -crf 1 -b_strategy 0 -pix_fmt yuv420p -bf 3")]
    [InlineData("h264-b2-flat", "-c:v libx264 -crf 1 -b_strategy 0 -pix_fmt yuv420p -bf 2 -x264-params b-pyramid=none")]
    public async Task No_picture_of_an_AVI_with_B_pictures_is_late(string name, string codec) =>
        await ExpectAsync(
            await TestClips.MakeAsync($"clock-{name}.avi", ["-f", "lavfi", "-i", Leaps, .. codec.Split(' ')]), 6, 0);

    [Fact]
    public async Task No_picture_of_a_packed_bitstream_is_late()
    {
        var stream = await TestClips.MakeAsync(
            "clock-packed.m4v", "-f", "lavfi", "-i", Leaps, "-c:v", "mpeg4", "-q:v", "1", "-bf", "1", "-b_strategy", "0", "-g", "20");

        await ExpectAsync(
            await TestClips.WriteAsync("clock-packed.avi", PackedAvi.Of(await File.ReadAllBytesAsync(stream), Size, 30)), 6, 0);
    }

    /// <summary>Expects samples, frames and the converted clip to show the picture of every time, when the first of the leaping
    /// pictures is due at <paramref name="lead"/>.</summary>
    private async Task<StreamBet.Core.Findings.VideoMetadata> ExpectAsync(string path, double duration, double lead, int from = 0)
    {
        var video = await Conversions.ProbeAsync(path);
        video.Duration.TotalSeconds.Should().BeApproximately(duration, 0.1);
        var samples = await GreysAsync(path, 10);
        samples.Count.Should().BeCloseTo((int)(duration * 10), 1);
        var converted = await GreysAsync((await _folder.ConvertAsync(path)).Path, 2);
        var grabber = new FfmpegFrameGrabber(
            new MediaOptions(), TimeProvider.System, NullLogger<FfmpegFrameGrabber>.Instance);
        for (var n = from * 10; n < samples.Count; n++)
            Matches(samples[n], n / 10.0).Should().BeTrue("of sample {0} of {1}, which is {2}", n, path, samples[n]);
        var numbers = Enumerable.Range(from * 2, ((int)duration - from) * 2).Where(n => (n - (from * 2)) % 3 == 0).ToList();
        var frames = new List<byte[]>();
        foreach (var n in numbers)
        {
            Matches(converted[n], n / 2.0).Should().BeTrue("of converted sample {0} of {1}, which is {2}", n, path, converted[n]);
            frames.Add((await grabber.GrabAsync(new StoredClip(path), video, TimeSpan.FromSeconds(n / 2.0), default))!);
        }

        foreach (var (n, picture) in numbers.Zip(await Picture.OfJpegsAsync(frames)))
        {
            var grey = picture.At(Size / 2, Size / 2).Red;
            Matches(grey, n / 2.0).Should().BeTrue("of the frame at {0} s of {1}, which is {2}", n / 2.0, path, grey);
        }

        return video;

        // Where a picture changes at the very time, either may be meant.
        bool Matches(byte grey, double at) => new[] { at - lead - 0.004, at - lead + 0.004 }
            .Select(time => Math.Max(0, (int)Math.Floor(time * 30)))
            .Any(picture => Math.Abs(grey - (16 + (picture * 37 % 220))) <= 5);
    }

    private static async Task<List<byte>> GreysAsync(string path, int samplesPerSecond) =>
        (await Conversions.SamplesAsync(path, Size, samplesPerSecond))
            .ConvertAll(rgb => rgb[((Size * Size / 2) + (Size / 2)) * 3]);

    // Moves the times of all fragments (ISO/IEC 14496-12, 8.8.12). Tracks come in the order of their headers.
    private static byte[] Later(byte[] clip, int seconds)
    {
        var scales = Places(clip, "mdhd"u8.ToArray())
            .ConvertAll(at => BinaryPrimitives.ReadUInt32BigEndian(clip.AsSpan(at + 16)));
        foreach (var (at, track) in Places(clip, "tfdt"u8.ToArray()).Select(at => (at, TrackOf(clip, at))))
        {
            clip[at + 4].Should().Be(1, "times have 64 bits");
            var time = BinaryPrimitives.ReadInt64BigEndian(clip.AsSpan(at + 8));
            BinaryPrimitives.WriteInt64BigEndian(clip.AsSpan(at + 8), time + ((long)seconds * scales[track - 1]));
        }

        return clip;
    }

    // From the fragment's header before it (8.8.7).
    private static int TrackOf(byte[] clip, int tfdt) =>
        BinaryPrimitives.ReadInt32BigEndian(clip.AsSpan(clip.AsSpan(0, tfdt).LastIndexOf("tfhd"u8) + 8));

    private static List<int> Places(byte[] clip, byte[] name)
    {
        var places = new List<int>();
        for (int at = 0, next; (next = clip.AsSpan(at).IndexOf(name)) >= 0; at += next + 4)
            places.Add(at + next);
        return places;
    }
}
