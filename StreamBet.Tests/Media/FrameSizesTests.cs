using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Media;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Media;

/// <summary>Samples in several sizes from one decoding.</summary>
public sealed class FrameSizesTests
{
    [Theory]
    [InlineData(64, 320)]
    [InlineData(512, 100)]
    [InlineData(96, 96)]
    public async Task Each_size_of_a_sample_is_what_it_is_alone(int first, int last)
    {
        var path = await TestClips.MakeAsync(
            "two-sizes.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=3", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p");
        var (small, large) = (new List<byte[]>(), new List<byte[]>());
        var report = new DecodeReport();

        await foreach (var frame in new FfmpegFrameSource(new MediaOptions(), TimeProvider.System)
            .ReadAsync(path, await Conversions.ProbeAsync(path), [first, last], 2, report, default))
        {
            using (frame)
            {
                frame.Index.Should().Be(small.Count);
                small.Add(frame.Rgb.ToArray());
                large.Add(frame.LastRgb.ToArray());
            }
        }

        Conversions.Digests(small).Should().Equal(Conversions.Digests(await Conversions.SamplesAsync(path, first, 2, new DecodeReport())));
        Conversions.Digests(large).Should().Equal(Conversions.Digests(await Conversions.SamplesAsync(path, last, 2, new DecodeReport())));
        report.Pictures.Should().HaveCount(6);
        report.FinePictures.Should().BeEmpty();
    }

    [Theory]
    [InlineData("320x180", "3", new[] { 512 })]
    [InlineData("320x180", "3.3", new[] { 512, 640 })]
    [InlineData("180x320", "0.2", new[] { 64 })]
    public async Task Fine_pictures_beside_the_samples_are_those_of_eight_samples_a_second(string shape, string seconds, int[] sizes)
    {
        var path = await TestClips.MakeAsync(
            $"fine-{shape}-{seconds}.mp4", "-f", "lavfi", "-i", $"testsrc2=s={shape}:r=25:d={seconds}", "-c:v", "libx264", "-pix_fmt", "yuv420p");
        var (alone, report) = (new DecodeReport(), new DecodeReport { TakesFinePictures = true });

        await ReadAsync(path, [FingerprintPicture.SampleSide], ClipFingerprint.FineSamplesPerSecond, alone);
        var samples = await ReadAsync(path, sizes, ClipFingerprint.SamplesPerSecond, report);

        Conversions.Digests(report.FinePictures.Select(Pixels)).Should().Equal(Conversions.Digests(alone.Pictures.Select(Pixels)));
        Conversions.Digests(samples).Should().Equal(Conversions.Digests(await Conversions.SamplesAsync(path, sizes[0], 2, new DecodeReport())));
    }

    [Fact]
    public async Task A_clip_that_ends_in_black_lacks_three_fine_pictures_at_most()
    {
        var path = await TestClips.MakeAsync(
            "ends-black.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=4,drawbox=c=black:t=fill:enable='gte(t,2)'", "-c:v", "libx264", "-pix_fmt", "yuv420p");
        var report = new DecodeReport { TakesFinePictures = true };

        await ReadAsync(path, [512], ClipFingerprint.SamplesPerSecond, report);

        report.FinePictures.Should().HaveCountGreaterThanOrEqualTo(29).And.HaveCountLessThanOrEqualTo(32);
    }

    private static async Task<List<byte[]>> ReadAsync(string path, int[] sizes, int samplesPerSecond, DecodeReport report)
    {
        var samples = new List<byte[]>();
        await foreach (var frame in new FfmpegFrameSource(new MediaOptions(), TimeProvider.System)
            .ReadAsync(path, await Conversions.ProbeAsync(path), sizes, samplesPerSecond, report, default))
        {
            samples.Add(frame.Rgb.ToArray());
            frame.Dispose();
        }

        return samples;
    }

    private static byte[] Pixels(FingerprintPicture picture) =>
        [.. Enumerable.Range(0, FingerprintPicture.Side).SelectMany(row => picture.Row(row).ToArray())];
}
