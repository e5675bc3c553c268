using Bunit;
using StreamBet.Web.Features.Clips;
using StreamBet.Web.Shared.Jobs;
using static StreamBet.Tests.Support.Analyses;
using static StreamBet.Tests.Support.Dashboards;

namespace StreamBet.Tests.Features.Clips;

public sealed class AnalysisPanelTests(RunningApp running) : ComponentTest(running)
{
    private static readonly Core.Findings.ClipAnalysis Some = Of(
        30, Label("Dog", (1, 91), (2, 93)), Label("Person", (9, 99)), Label("Jumping", (5, 60)));

    [Fact]
    public void Before_a_result_there_is_nothing() => Show(Analyzing()).Markup.Trim().Should().BeEmpty();

    [Fact]
    public void Every_label_is_listed_with_category_confidence_sightings_and_times()
    {
        var panel = Show(Completed(Some));

        Names(panel).Should().Equal("Person", "Dog", "Jumping");
        var dog = panel.FindAll("tbody tr")[1].TextContent;
        dog.Should().Contain("Any").And.Contain("93.0 %").And.Contain("2").And.Contain("0:01");
        panel.FindAll("tbody tr")[2].TextContent.Should().Contain("activity");
        panel.FindAll("tbody tr")[1].QuerySelectorAll("rect").Should().HaveCount(2);
        panel.Find("header").TextContent.Should().Contain("3 labels in 60 of 60 pictures");
    }

    [Fact]
    public void A_button_in_each_column_sorts_by_it_and_says_so()
    {
        var panel = Show(Completed(Some));
        panel.FindAll("th")[2].GetAttribute("aria-sort").Should().Be("descending");

        panel.FindAll("th button")[0].Click();
        Names(panel).Should().Equal("Dog", "Jumping", "Person");
        panel.FindAll("th")[0].GetAttribute("aria-sort").Should().Be("ascending");

        panel.FindAll("th button")[0].Click();
        Names(panel).Should().Equal("Person", "Jumping", "Dog");

        panel.FindAll("th button")[4].Click();
        Names(panel).Should().Equal("Dog", "Jumping", "Person");
    }

    [Fact]
    public void Of_very_many_labels_the_first_are_drawn_until_more_are_asked_for()
    {
        var panel = Show(Completed(Of(30, [.. Enumerable.Range(0, 120).Select(number => Label($"Label {number}", (1, 90)))])));
        panel.FindAll("tbody tr").Should().HaveCount(50);

        panel.FindAll("button").Single(button => button.TextContent.Contains("Show more of 120 labels")).Click();

        panel.FindAll("tbody tr").Should().HaveCount(100);
    }

    [Fact]
    public void A_search_leaves_the_labels_that_contain_it()
    {
        var panel = Show(Completed(Some));

        panel.Find("input").Input("jump");
        panel.WaitForAssertion(() => Names(panel).Should().Equal("Jumping"));

        panel.Find("input").Input("nothing like it");
        panel.WaitForAssertion(() => panel.Markup.Should().Contain("No label or category contains \"nothing like it\""));
    }

    [Fact]
    public void A_clip_without_labels_says_that_it_was_looked_at() =>
        Show(Completed(Of(30))).Markup.Should().Contain("found none of its labels in the whole clip");

    private IRenderedComponent<AnalysisPanel> Show(JobView job)
    {
        PutJob(job);
        return Render<AnalysisPanel>();
    }

    private static IEnumerable<string> Names(IRenderedComponent<AnalysisPanel> panel) =>
        panel.FindAll("tbody tr strong").Select(name => name.TextContent);
}
