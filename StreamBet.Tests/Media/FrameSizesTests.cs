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

        small.Should().BeEquivalentTo(await Conversions.SamplesAsync(path, first, 2), options => options.WithStrictOrdering());
        large.Should().BeEquivalentTo(await Conversions.SamplesAsync(path, last, 2), options => options.WithStrictOrdering());
        report.Pictures.Should().HaveCount(6);
    }
}
