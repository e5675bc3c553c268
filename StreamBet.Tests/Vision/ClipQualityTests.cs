using StreamBet.Tests.Benchmarks.Recognition;
using StreamBet.Tests.Support;
using Xunit.Abstractions;

namespace StreamBet.Tests.Vision;

/// <summary>What the analyzer finds in real clips, against what a person saw in them. The clips lie beside the project;
/// where they are absent the tests say so and pass.</summary>
[Trait("Category", "Clips")]
public sealed class ClipQualityTests(ITestOutputHelper output)
{
    private static readonly string[] PersonInPlainSight =
    [
        "dog_fetch_ball.mp4", "golf_swing_iphone.mov", "pedestrians_campus.avi", "soccer_juggling_man.mp4",
        "webcam_face_glasses.mp4",
    ];

    private static readonly ParallelOptions TwoAtATime = new() { MaxDegreeOfParallelism = 2 };

    [Fact]
    public async Task Verdicts_on_both_sides_are_as_good_as_they_were_measured()
    {
        if (KnownClip.All is not { } clips)
        {
            output.WriteLine("Not run: there are no real clips beside this checkout.");
            return;
        }

        await Parallel.ForEachAsync(clips, TwoAtATime, async (clip, _) => await KnownAnalyses.OfAsync(clip.Path));
        var report = new RecognitionReport();
        foreach (var clip in clips)
        {
            var analysis = await KnownAnalyses.OfAsync(clip.Path);
            report.Add(clip, analysis);
            var sure = analysis.Labels.Where(label => label.Confidence > 80).ToList();
            analysis.Coverage.IsWhole.Should().BeTrue($"{clip.Name} is undamaged");
            analysis.Calibration!.OutOfBounds.Should().BeNull(clip.Name);
            if (PersonInPlainSight.Contains(clip.Name))
                sure.Should().Contain(label => label.Name == "Person", clip.Name);
            if (clip.Things.Keys.All(thing => !KnownClip.IsLiving(thing)))
            {
                sure.Where(label => !label.IsActivity).Select(label => KnownClip.NumberOf(label.Name))
                    .Should().NotContain(thing => KnownClip.IsLiving(thing), clip.Name);
            }
        }

        output.WriteLine(ReportText.Summarize(report));
        output.WriteLine(ReportText.ListMistakes(report));
        report.LabelPrecision.Should().BeGreaterThanOrEqualTo(0.97);
        report.Plain.Wrong.Should().BeLessThanOrEqualTo((int)(0.06 * report.Plain.All));
        report.Plain.Undecided.Should().BeLessThanOrEqualTo((int)(0.30 * report.Plain.All));
        report.Absent.Wrong.Should().BeLessThanOrEqualTo((int)(0.005 * report.Absent.All));
        report.Absent.Undecided.Should().BeLessThanOrEqualTo((int)(0.09 * report.Absent.All));
        Reliability.Of(report.Markets).Should().OnlyContain(bin => bin.Interval.High >= bin.From);
    }
}
