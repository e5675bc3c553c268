using StreamBet.Core.Vision;

namespace StreamBet.Tests.Vision;

public sealed class SamplePlanTests
{
    [Theory]
    [InlineData(0.04, 1)]
    [InlineData(0.5, 1)]
    [InlineData(1, 2)]
    [InlineData(9.664, 20)]
    [InlineData(10.08, 20)]
    [InlineData(1800, 3600)]
    public void A_clip_has_two_samples_a_second(double seconds, int planned) =>
        new SamplePlan(TimeSpan.FromSeconds(seconds)).Planned.Should().Be(planned);

    [Fact]
    public void A_clip_with_every_sample_is_examined_whole()
    {
        var coverage = Examine(10, Enumerable.Range(0, 20)).ToCoverage();

        coverage.Should().Be(new StreamBet.Core.Findings.Coverage(20, 20, TimeSpan.FromSeconds(0.5)));
        coverage.IsWhole.Should().BeTrue();
    }

    [Fact]
    public void The_order_of_samples_does_not_matter() =>
        Examine(10, Enumerable.Range(0, 20).Reverse()).ToCoverage().IsWhole.Should().BeTrue();

    [Fact]
    public void A_clip_that_ends_early_is_not_whole()
    {
        var coverage = Examine(10, Enumerable.Range(0, 12)).ToCoverage();

        coverage.LargestGap.Should().Be(TimeSpan.FromSeconds(4.5));
        coverage.IsWhole.Should().BeFalse();
    }

    [Fact]
    public void A_hole_in_the_middle_is_a_gap()
    {
        var coverage = Examine(100, Enumerable.Range(0, 200).Where(sample => sample is < 50 or > 52)).ToCoverage();

        coverage.Examined.Should().Be(197);
        coverage.LargestGap.Should().Be(TimeSpan.FromSeconds(2));
        coverage.IsWhole.Should().BeFalse();
    }

    [Fact]
    public void A_clip_of_which_nothing_was_seen_is_one_gap() =>
        new SamplePlan(TimeSpan.FromSeconds(7)).ToCoverage().LargestGap.Should().Be(TimeSpan.FromSeconds(7));

    [Fact]
    public void More_samples_than_planned_raise_the_plan()
    {
        var plan = Examine(1, [0, 1, 2]);

        (plan.Planned, plan.Examined, plan.Latest).Should().Be((3, 3, TimeSpan.FromSeconds(1)));
    }

    private static SamplePlan Examine(double seconds, IEnumerable<int> samples)
    {
        var plan = new SamplePlan(TimeSpan.FromSeconds(seconds));
        foreach (var sample in samples)
            plan.Mark(sample);
        return plan;
    }
}
