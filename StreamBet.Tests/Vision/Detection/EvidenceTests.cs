using CsCheck;
using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Classes;
using StreamBet.Core.Vision.Detection;

namespace StreamBet.Tests.Vision.Detection;

public sealed class EvidenceTests
{
    private static readonly Gen<Candidate> Any =
        from coco in Gen.Int[0, 79]
        from centerNet in Gen.Double[0, 1]
        from nanoDet in Gen.Double[0, 1]
        from ssd in Gen.Double[0, 1]
        from rival in Gen.Double[0, 1]
        select new Candidate(coco, new Box(0, 0, 1, 1))
        {
            CenterNet = centerNet,
            NanoDet = nanoDet,
            Ssd = OpenImages.Knows(coco) ? ssd : 0,
            Rival = rival,
        };

    [Theory]
    [InlineData(0.53, 0.53, 0.92)]
    [InlineData(0.47, 0.47, 0.847)]
    [InlineData(0.30, 0.30, 0.279)]
    [InlineData(0.76, 0.08, 0.708)]
    [InlineData(0.20, 0.20, 0.053)]
    public void Scores_become_the_chances_of_the_regression(double centerNet, double nanoDet, double expected) =>
        (1 / (1 + Math.Exp(-Evidence.Of(Ball(centerNet, nanoDet))))).Should().BeApproximately(expected, 0.01);

    [Fact]
    public void Guards_never_add() => Any.Sample(seen => Evidence.Guarded(seen) <= Evidence.Of(seen));

    [Fact]
    public void A_higher_score_never_makes_a_thing_less_likely() => Gen.Select(Any, Gen.Double[0, 1]).Sample((seen, more) =>
    {
        var stronger = seen with { CenterNet = Math.Max(seen.CenterNet, more) };
        return Evidence.Of(stronger) >= Evidence.Of(seen) && Evidence.Guarded(stronger) >= Evidence.Guarded(seen) - 1e-9;
    });

    [Fact]
    public void Two_models_together_pass_80_and_one_alone_does_not()
    {
        Evidence.Guarded(Ball(0.7, 0.63)).Should().BeGreaterThan(Evidence.Decisive);
        Evidence.Guarded(Ball(0.95, 0.28)).Should().BeLessThan(Evidence.Decisive);
        Evidence.Guarded(Ball(0.95, 0)).Should().BeLessThan(0);
    }

    [Fact]
    public void A_look_alike_that_is_about_as_likely_keeps_a_thing_under_80()
    {
        var dog = Ball(0.6, 0.6) with { Class = CocoClasses.NumberOf("dog"), Ssd = 0.6 };

        Evidence.Guarded(dog with { Rival = 0.38 }).Should().Be(Evidence.Of(dog)).And.BeGreaterThan(Evidence.Decisive);
        Evidence.Guarded(dog with { Rival = 0.45 }).Should().BeLessThan(Evidence.Decisive);
        Evidence.Of(dog with { Rival = 0.45 }).Should().Be(Evidence.Of(dog));
    }

    private static Candidate Ball(double centerNet, double nanoDet) =>
        new(CocoClasses.NumberOf("sports ball"), new Box(0, 0, 1, 1)) { CenterNet = centerNet, NanoDet = nanoDet };
}
