using StreamBet.Core.Findings;
using StreamBet.Tests.Benchmarks.Recognition;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Vision;

/// <summary>Verdicts on clips that the tests make, so that a plain clone knows them too.</summary>
public sealed class MadeClipTests
{
    [Fact]
    public async Task People_in_plain_sight_are_proved_and_what_is_not_there_is_mostly_disproved()
    {
        var report = new RecognitionReport();
        var (people, nobody) = (await RealClips.PeopleAsync(), await RealClips.NobodyAsync());
        report.Add(KnownClip.Of(people, 3, "person"), await KnownAnalyses.OfAsync(people));
        report.Add(KnownClip.Of(nobody, 3), await KnownAnalyses.OfAsync(nobody));

        report.Plain.Should().Be(new VerdictCounts(1, 0, 0));
        report.Absent.Wrong.Should().Be(0);
        report.Absent.Right.Should().BeGreaterThanOrEqualTo(32, ReportText.ListMistakes(report));
        report.WrongLabels.Should().BeEmpty();
    }

    [Theory]
    [InlineData("tiny", "testsrc=size=64x48:rate=10", "*too small*")]
    [InlineData("pixel", "testsrc=size=16x16:rate=10", "*too small*")]
    [InlineData("black", "color=black:size=640x360:rate=10", "*too dark*")]
    [InlineData("flat", "color=0x406080:size=640x360:rate=10", "*flat colour*")]
    [InlineData("frozen", "mandelbrot=size=640x360:rate=10,loop=loop=-1:size=1", "*stands still*")]
    public async Task What_says_nothing_is_never_a_no(string name, string source, string why)
    {
        var clip = await TestClips.MakeAsync(
            $"says-nothing-{name}.mp4", "-f", "lavfi", "-i", source, "-t", "4", "-pix_fmt", "yuv420p",
            "-c:v", "libx264", "-preset", "veryfast");

        var analysis = await KnownAnalyses.OfAsync(clip);

        analysis.Calibration!.IsWithinBounds.Should().BeFalse();
        analysis.Calibration.OutOfBounds.Should().Match(why);
        LabelVerdict.Of("Dog", analysis).IsYes.Should().BeNull();
        analysis.Labels.Where(label => label.Confidence > 80).Should().BeEmpty();
    }

    [Theory]
    [InlineData("left", "transpose=2")]
    [InlineData("right", "transpose=1")]
    [InlineData("over", "hflip,vflip")]
    public async Task A_clip_that_lies_on_its_side_or_upside_down_is_never_a_no(string name, string turn)
    {
        var upright = await RealClips.PeopleAsync();
        var clip = await TestClips.MakeAsync($"turned-{name}.mp4", "-i", upright, "-vf", turn, "-c:v", "libx264", "-preset", "veryfast");

        var (turned, plain) = (await KnownAnalyses.OfAsync(clip), await KnownAnalyses.OfAsync(upright));

        turned.Unclear.Should().Equal(new UnclearStretch(Unclarity.Turned, TimeSpan.Zero, turned.Video.Duration));
        plain.Unclear.Should().BeEmpty();
        foreach (var label in new[] { "Bus", "Bicycle", "Bottle" })
        {
            LabelVerdict.Of(label, turned).IsYes.Should().BeNull();
            LabelVerdict.Of(label, plain).IsYes.Should().BeFalse();
        }
    }

    [Fact]
    public async Task An_analysis_says_what_its_doubts_are_reckoned_by()
    {
        var analysis = await KnownAnalyses.OfAsync(await RealClips.PeopleAsync());

        analysis.Analyzer.Version.Should().Be("3");
        analysis.Calibration!.Id.Should().HaveLength(16);
        analysis.Calibration.Prior.Should().Be(0.3);
        analysis.Calibration.OutOfBounds.Should().BeNull();
        analysis.Residues.Keys.Should().Contain(["Person", "Dog", "Car"]).And.NotContain(["Bird", "Surfing", "Play"]);
        analysis.Labels.SelectMany(label => label.Sightings).Should().OnlyContain(sighting =>
            sighting.Doubt >= sighting.Confidence && sighting.Doubt >= Sighting.MinDoubt);
    }
}
