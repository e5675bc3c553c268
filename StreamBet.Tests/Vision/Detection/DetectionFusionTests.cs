using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Labels;

namespace StreamBet.Tests.Vision.Detection;

public sealed class DetectionFusionTests
{
    private static readonly Box Place = new(0.2, 0.2, 0.3, 0.3);

    [Fact]
    public void Both_models_together_pass_80()
    {
        var fused = DetectionFusion.Fuse([Of("dog", 0.7f)], [Of("dog", 0.63f)]);

        fused.Should().ContainSingle().Which.Confidence.Should().BeApproximately(98.9, 0.5);
        fused[0].Class.Label.Should().Be("Dog");
        fused[0].Box.Should().Be(Place);
    }

    [Fact]
    public void What_one_model_alone_finds_is_kept_under_80()
    {
        var fused = DetectionFusion.Fuse([Of("dog", 0.88f)], []);

        fused.Should().ContainSingle().Which.Confidence.Should().Be(79.9);
    }

    [Fact]
    public void A_weak_second_opinion_is_no_agreement() =>
        DetectionFusion.Fuse([Of("car", 0.75f)], [Of("car", 0.28f)])
            .Should().ContainSingle().Which.Confidence.Should().Be(79.9);

    [Fact]
    public void A_second_opinion_on_another_place_does_not_count()
    {
        var elsewhere = new RawDetection(Number("dog"), 0.9f, new Box(0.6, 0.6, 0.3, 0.3));

        DetectionFusion.Fuse([Of("dog", 0.6f)], [elsewhere]).Should().BeEmpty();
    }

    [Fact]
    public void A_look_alike_in_the_same_place_contests_a_thing() =>
        DetectionFusion.Fuse([Of("dog", 0.6f)], [Of("dog", 0.6f), Of("cow", 0.45f)])
            .Should().ContainSingle().Which.Confidence.Should().Be(79.9);

    [Fact]
    public void A_faint_look_alike_contests_nothing() =>
        DetectionFusion.Fuse([Of("dog", 0.6f)], [Of("dog", 0.6f), Of("cat", 0.3f)])
            .Should().ContainSingle().Which.Confidence.Should().BeGreaterThan(90);

    [Fact]
    public void A_thing_of_another_kind_in_the_same_place_contests_nothing() =>
        DetectionFusion.Fuse([Of("dog", 0.6f)], [Of("dog", 0.6f), Of("person", 0.9f)])
            .Should().ContainSingle().Which.Confidence.Should().BeGreaterThan(90);

    [Fact]
    public void A_class_that_was_not_validated_stays_under_80() =>
        DetectionFusion.Fuse([Of("frisbee", 0.8f)], [Of("frisbee", 0.9f)])
            .Should().ContainSingle().Which.Confidence.Should().Be(79.9);

    [Fact]
    public void What_covers_too_little_of_the_picture_is_left_out()
    {
        var tiny = new Box(0.5, 0.5, 0.038, 0.038);
        var found = new RawDetection(Number("person"), 0.9f, tiny);

        DetectionFusion.Fuse([found], [found]).Should().BeEmpty();
    }

    [Fact]
    public void What_is_less_likely_than_not_is_left_out() =>
        DetectionFusion.Fuse([Of("person", 0.3f)], [Of("person", 0.3f)]).Should().BeEmpty();

    private static RawDetection Of(string name, float score) => new(Number(name), score, Place);

    private static int Number(string name) => CocoClasses.All.ToList().IndexOf(CocoClasses.Find(name));
}
