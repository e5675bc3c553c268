using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Media;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Clips.Fingerprints;

public sealed class FingerprintTests
{
    private const int Side = FingerprintPicture.Side;
    private const int Width = 160;
    private const int Height = 90;

    private static readonly Lazy<Task<ClipFingerprint>> Original = new(async () => await TakeAsync(await OriginalAsync()));

    [Theory]
    [InlineData("remuxed", "-c copy", "mov")]
    [InlineData("encoded", "-c:v mpeg4 -b:v 150k", "avi")]
    [InlineData("scaled", "-vf scale=320:180", "mp4")]
    [InlineData("cropped", "-vf crop=136:76", "mp4")]
    [InlineData("trimmed", "-ss 3.37 -t 9", "mp4")]
    [InlineData("fast", "-vf setpts=PTS/1.05", "mp4")]
    [InlineData("slow", "-vf setpts=PTS*1.05", "mp4")]
    [InlineData("letterboxed", "-vf pad=160:124:0:17", "mp4")]
    [InlineData("with-logo", "-vf drawbox=x=8:y=8:w=32:h=16:c=white:t=fill", "mp4")]
    [InlineData("brighter", "-vf eq=brightness=0.12:contrast=1.15", "mp4")]
    [InlineData("mirrored", "-vf hflip", "mp4")]
    [InlineData("slower-rate", "-vf fps=7", "mp4")]
    [InlineData("coloured", "-vf colorchannelmixer=rr=0.7:gb=0.3:bb=0.6", "mp4")]
    public async Task A_copy_is_found_whatever_was_done_to_it(string name, string change, string extension)
    {
        var copy = await TestClips.MakeAsync($"copy-{name}.{extension}", ["-i", await OriginalAsync(), .. change.Split(' ')]);
        var index = new FingerprintIndex();
        var id = Guid.NewGuid();
        index.Add(id, await Original.Value);

        var found = index.Find(await TakeAsync(copy)).Should().ContainSingle().Subject;

        found.Id.Should().Be(id);
        found.Match.IsMirrored.Should().Be(name == "mirrored");
        found.Match.Speed.Should().BeApproximately(name switch { "fast" => 1.05, "slow" => 0.95, _ => 1 }, 0.026);
        (found.Match.KnownStart - found.Match.NewStart).TotalSeconds.Should().BeApproximately(name == "trimmed" ? 3.37 : 0, 0.4);
    }

    [Fact]
    public void A_fine_fingerprint_finds_what_moves_too_quickly_for_two_samples_a_second()
    {
        const int Fine = ClipFingerprint.FineSamplesPerSecond;
        var (quick, other) = (new MovingScene(1, pace: 4), new MovingScene(2, pace: 4));
        var index = new FingerprintIndex();
        var id = Guid.NewGuid();
        index.Add(id, Take(quick.Samples(0, 15)));

        // Each of its samples lies in the middle between two of the known clip.
        index.Find(Take(quick.Samples(2.25, 12))).Should().BeEmpty();
        var found = index.Find(ClipFingerprint.FromSamples(quick.Samples(2.25, 12, Fine), Fine)).Should().ContainSingle().Subject;

        found.Id.Should().Be(id);
        (found.Match.KnownStart - found.Match.NewStart).TotalSeconds.Should().BeApproximately(2.25, 0.2);
        index.Find(ClipFingerprint.FromSamples(other.Samples(2.25, 12, Fine), Fine)).Should().BeEmpty();
        index.Find(ClipFingerprint.FromSamples(quick.Samples(40, 12, Fine), Fine)).Should().BeEmpty("it is another part of the recording");
    }

    [Fact]
    public void Five_seconds_in_common_are_enough()
    {
        var match = FingerprintMatcher.Compare(Take(Scene(1, 0, 15)), Take(Scene(1, 10, 15)));

        match!.KnownStart.TotalSeconds.Should().BeApproximately(10, 0.3);
        match.Duration.TotalSeconds.Should().BeApproximately(5, 0.6);
    }

    [Fact]
    public void Other_clips_and_other_parts_of_a_recording_are_no_copies()
    {
        var clips = Enumerable.Range(1, 8).Select(seed => Take(Scene(seed, 0, 15))).ToList();
        var later = Enumerable.Range(1, 8).Select(seed => Take(Scene(seed, 15, 15))).ToList();

        for (var one = 0; one < clips.Count; one++)
        {
            for (var two = one; two < clips.Count; two++)
            {
                FingerprintMatcher.Compare(clips[one], later[two]).Should().BeNull("of {0} and {1}", one, two);
                if (one != two)
                    FingerprintMatcher.Compare(clips[one], clips[two]).Should().BeNull("of {0} and {1}", one, two);
            }
        }
    }

    [Fact]
    public void What_is_too_static_or_too_short_to_tell_is_no_copy()
    {
        var still = Take([.. Enumerable.Repeat(Scene(1, 3, 0.5)[0], 30)]);
        var black = Take([.. Enumerable.Repeat(new FingerprintPicture(new byte[Side * Side]), 30)]);
        var brief = Take(Scene(1, 0, 4));
        var index = new FingerprintIndex();
        foreach (var known in new[] { still, black, brief, Take([]) })
            index.Add(Guid.NewGuid(), known);

        foreach (var clip in new[] { still, black, Take(Scene(1, 0.1, 4)), Take([]) })
        {
            index.Find(clip).Should().BeEmpty();
            FingerprintMatcher.Compare(clip, clip).Should().BeNull();
        }
    }

    [Theory]
    [InlineData("-t 20")]
    [InlineData("-t 2")]
    public async Task The_same_pictures_in_another_file_are_found_however_static_or_short(string length)
    {
        static Task<string> RecordAsync(int noise, string length) => TestClips.MakeAsync(
            $"room-{noise}{length}.mp4",
            ["-f", "lavfi", "-i", $"color=gray:size=160x90:rate=10,noise=all_seed={noise}:alls=8:allf=t", .. length.Split(' '), "-c:v", "libx264"]);
        var room = await RecordAsync(1, length);
        var remuxed = await TestClips.MakeAsync($"room-remuxed{length}.mov", "-i", room, "-c", "copy", "-metadata", "title=Another");
        var index = new FingerprintIndex();
        var id = Guid.NewGuid();
        index.Add(id, await TakeAsync(room));

        var found = index.Find(await TakeAsync(remuxed)).Should().ContainSingle().Subject;

        found.Id.Should().Be(id);
        found.Match.Duration.TotalSeconds.Should().Be(length == "-t 20" ? 20 : 2);
        index.Find(await TakeAsync(await RecordAsync(2, length))).Should().BeEmpty("it is another recording of the same room");
    }

    [Fact]
    public void Two_clips_that_cut_from_one_still_picture_to_another_are_no_copies()
    {
        var random = new Random(1);
        List<FingerprintPicture> Cut(int at) => [.. Enumerable.Range(0, 24).Select(n => new FingerprintPicture(
            [.. Enumerable.Range(0, Side * Side).Select(pixel => (byte)((n < at ? 60 : 150) + (pixel % Side) + random.Next(3)))]))];

        FingerprintMatcher.Compare(Take(Cut(8)), Take(Cut(14))).Should().BeNull();
    }

    [Fact]
    public void A_known_clip_is_not_crowded_out_by_still_pictures_or_by_the_clip_itself()
    {
        var still = Enumerable.Repeat(Scene(3, 0, 0.5)[0], 40).ToList();
        var index = new FingerprintIndex();
        for (var n = 0; n < 300; n++)
            index.Add(Guid.NewGuid(), Take([.. still, .. Scene(100, 0, 2)]));
        var (id, own) = (Guid.NewGuid(), Guid.NewGuid());
        index.Add(id, Take(Scene(1, 0, 15)));
        var copy = Take([.. Scene(1, 0.2, 14), .. still, .. still, .. still]);
        index.Add(own, copy);

        index.Find(copy, own).Select(found => found.Id).Should().Contain(id).And.NotContain(own);
    }

    [Fact]
    public void A_stored_fingerprint_is_small_and_reads_back()
    {
        var fingerprint = Take(Scene(1, 0, 15));

        var bytes = fingerprint.ToBytes();

        bytes.Should().HaveCount(5 + (16 * 30));
        ClipFingerprint.FromBytes(bytes)!.ToBytes().Should().Equal(bytes);
        ClipFingerprint.FromBytes(bytes)!.Count.Should().Be(30);
        ClipFingerprint.FromBytes([]).Should().BeNull();
        ClipFingerprint.FromBytes([9, .. bytes.Skip(1)]).Should().BeNull("another version means something else");
        ClipFingerprint.FromBytes(bytes.AsSpan(0, bytes.Length - 1)).Should().BeNull();
    }

    [Fact]
    public void A_copy_is_found_among_many()
    {
        var index = new FingerprintIndex();
        for (var seed = 10; seed < 60; seed++)
            index.Add(Guid.NewGuid(), Take(Scene(seed, 0, 12)));
        var id = Guid.NewGuid();
        index.Add(id, Take(Scene(1, 0, 15)));

        index.Find(Take(Scene(1, 2.2, 10))).Select(found => found.Id).Should().Equal(id);
    }

    [Fact]
    public void Of_equally_similar_clips_the_first_comes_first()
    {
        var scene = Take(Scene(1, 0, 10));
        var ids = Enumerable.Range(0, 200).Select(_ => Guid.NewGuid()).ToList();
        var index = new FingerprintIndex();
        foreach (var id in ids)
            index.Add(id, scene);

        index.Find(scene).Select(found => found.Id).Should().Equal(ids);
    }

    private static ClipFingerprint Take(IReadOnlyList<FingerprintPicture> samples) => ClipFingerprint.FromSamples(samples);

    private static List<FingerprintPicture> Scene(int seed, double from, double seconds) =>
        new MovingScene(seed).Samples(from, seconds);

    private static async Task<string> OriginalAsync()
    {
        var raw = await TestClips.WriteAsync("scene.raw", new MovingScene(1).Raw(0, 15, 12, Width, Height));
        return await TestClips.MakeAsync(
            "scene.mp4", "-f", "rawvideo", "-pixel_format", "gray", "-video_size", $"{Width}x{Height}", "-framerate", "12", "-i", raw,
            "-vf", "format=yuv420p", "-c:v", "libx264", "-preset", "veryfast");
    }

    private static async Task<ClipFingerprint> TakeAsync(string path)
    {
        var report = new DecodeReport();
        var source = new FfmpegFrameSource(new MediaOptions(), TimeProvider.System);
        var frames = source.ReadAsync(
            path, await Conversions.ProbeAsync(path), 128, ClipFingerprint.SamplesPerSecond, report, default);
        await foreach (var frame in frames)
            frame.Dispose();
        return Take(report.Pictures);
    }
}
