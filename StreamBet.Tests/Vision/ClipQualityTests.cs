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

    [Fact]
    public async Task What_is_reported_over_80_is_there_and_a_person_in_plain_sight_is_found()
    {
        if (KnownClip.All is not { } clips)
        {
            output.WriteLine("Not run: there are no real clips beside this checkout.");
            return;
        }

        using var analyzer = KnownClip.NewAnalyzer();
        var (right, wrong) = (0, 0);
        foreach (var clip in clips)
        {
            var (analysis, _) = await clip.AnalyzeAsync(analyzer);
            var sure = analysis.Labels.Where(label => label.Confidence > 80).ToList();
            output.WriteLine($"{clip.Name}: {string.Join(", ", sure.Select(label => label.Name))}");

            analysis.Coverage.IsWhole.Should().BeTrue($"{clip.Name} is undamaged");
            right += sure.Count(clip.IsRight);
            wrong += sure.Count(label => !clip.IsRight(label));
            if (PersonInPlainSight.Contains(clip.Name))
                sure.Should().Contain(label => label.Name == "Person", clip.Name);
            if (clip.Truth.All(name => name == "Dining Table"))
                sure.Should().NotContain(label => KnownClip.IsLiving(label), clip.Name);
        }

        ((double)right / (right + wrong)).Should().BeGreaterThanOrEqualTo(0.9, $"{right} were right and {wrong} wrong");
    }
}
