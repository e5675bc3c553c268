using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ContactSheets;
using StreamBet.Core.Findings;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using static StreamBet.Tests.Support.Analyses;

namespace StreamBet.Tests.Clips.ContactSheets;

public class SheetPlanTests
{
    [Fact]
    public void A_clip_that_decides_yes_needs_no_sheet() =>
        Plan(30, Judged(30, end: null, Label("Dog", (2, 95)))).Should().BeNull();

    [Theory]
    [InlineData(3, 0.5, 6)]
    [InlineData(12, 0.5, 24)]
    [InlineData(30, 1.5, 20)]
    [InlineData(48, 2, 24)]
    [InlineData(1800, 75, 24)]
    [InlineData(0.04, 0.5, 1)]
    public void A_no_has_up_to_24_samples_over_the_clip(double seconds, double step, int count) =>
        Plan(seconds, Judged(seconds)).Should().Be(Times(0, step, count));

    [Fact]
    public void An_undecided_market_has_a_sheet_too() =>
        Plan(30, Judged(30, end: null, Label("Dog", (2, 60)))).Should().Be(Times(0, 1.5, 20));

    [Theory]
    [InlineData(10.2, 20.0, 10.5, 0.5, 19)]
    [InlineData(5.0, 400.0, 5, 2.5, 22)]
    [InlineData(200.0, 300.0, 59.5, 0.5, 1)]
    public void Samples_are_of_the_window_in_the_clip(double start, double end, double first, double step, int count) =>
        Plan(60, Judged(60, end, start)).Should().Be(Times(first, step, count));

    [Theory]
    [InlineData(30, 1, 30)]
    [InlineData(600, 1, 600)]
    [InlineData(601, 1.5, 401)]
    [InlineData(1800, 3, 600)]
    [InlineData(14_400, 24, 600)]
    [InlineData(21_600, 36, 600)]
    [InlineData(0.04, 1, 1)]
    public void What_people_decide_has_a_frame_a_second_and_600_at_most(double seconds, double step, int count) =>
        Plan(seconds, Peoples()).Should().Be(Times(0, step, count));

    [Fact]
    public void What_people_decide_has_its_sheet_whatever_the_rule_says() =>
        Plan(30, (Peoples().Criterion, Judged(30, end: null, Label("Dog", (2, 95))).Verdict)).Should().Be(Times(0, 1, 30));

    [Fact]
    public void One_sheet_serves_all_markets_as_closely_as_any_of_them_needs()
    {
        Plan(120, Judged(120), Peoples()).Should().Be(Times(0, 1, 120));
        Plan(120, Judged(120, end: 20, start: 10), Judged(120, end: 30, start: 20)).Should().Be(Times(10, 0.5, 40));
        Plan(14_400, Judged(14_400, end: 2), Judged(14_400)).Should().Be(Times(0, 24, 600), "600 are the limit however close");
    }

    private static EvenTimes? Plan(double seconds, params (Criterion Criterion, Verdict Verdict)[] judged) =>
        SheetPlan.Of(TimeSpan.FromSeconds(seconds), judged);

    private static (Criterion Criterion, Verdict Verdict) Judged(double seconds, double? end = null, params DetectedLabel[] labels) =>
        Judged(seconds, end, 0, labels);

    private static (Criterion Criterion, Verdict Verdict) Judged(
        double seconds, double? end, double start, params DetectedLabel[] labels)
    {
        var criterion = new Criterion
        {
            Labels = ["Dog"],
            WindowStart = TimeSpan.FromSeconds(start),
            WindowEnd = end is { } given ? TimeSpan.FromSeconds(given) : null,
        };
        return (criterion, CriterionEvaluator.Evaluate(criterion, Analyses.Of(seconds, labels), Analyses.Vocabulary));
    }

    private static (Criterion Criterion, Verdict Verdict) Peoples() =>
        (new Criterion { Labels = [] }, new Verdict(null, 0, [], "People decide this.", []));

    private static EvenTimes Times(double first, double step, int count) =>
        new(TimeSpan.FromSeconds(first), TimeSpan.FromSeconds(step), count);
}
