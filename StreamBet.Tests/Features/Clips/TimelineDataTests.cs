using StreamBet.Core.Findings;
using StreamBet.Core.Rule;
using StreamBet.Core.Rule.Texts;
using StreamBet.Web.Features.Clips;
using static StreamBet.Tests.Support.Analyses;
using static StreamBet.Tests.Support.Dashboards;

namespace StreamBet.Tests.Features.Clips;

public class TimelineDataTests
{
    [Fact]
    public void Lanes_of_bound_markets_come_first_then_activities_then_the_most_confident()
    {
        var clip = Of(30, Label("Person", (9, 99)), Label("Ball", (2, 70)), Label("Dog", (1, 91)), Label("Jumping", (5, 60)));

        var lanes = Timeline(clip, Market(7, "Cat"), Market(8)).Lanes;

        lanes.Select(lane => lane.Name).Should().Equal("Dog", "Cat", "Jumping", "Person", "Ball");
        lanes.Select(lane => lane.IsAsked).Should().Equal(true, true, false, false, false);
        lanes[1].At.Should().BeEmpty("it was not seen at all");
        lanes[2].Kind.Should().Be("Activity");
    }

    [Fact]
    public void Figures_are_compact_rounded_down_and_include_doubts()
    {
        var label = new DetectedLabel("Ball", "Any", IsActivity: false,
        [
            new Sighting(TimeSpan.FromSeconds(1.5), 97.18, [new Instance(new Box(0.1, 0.25, 0.3, 0.4), 97.18)]) { Doubt = 98 },
            new Sighting(TimeSpan.FromSeconds(2), 31, []) { Doubt = 66.66 },
            new Sighting(TimeSpan.FromSeconds(2.5), 55, []),
        ]);

        var timeline = Timeline(Of(30, label));

        timeline.Duration.Should().Be(30_000);
        var lane = timeline.Lanes.Single();
        lane.At.Should().Equal(1500, 2000, 2500);
        lane.Sure.Should().Equal(971, 310, 550);
        lane.Doubt.Should().Equal(980, 666, 550);
        lane.Boxes[0].Should().Equal(100, 250, 300, 400, 971);
        lane.Boxes[1].Should().BeEmpty();
    }

    [Fact]
    public void What_counted_for_a_yes_is_marked_on_its_lane_with_its_market()
    {
        var lane = Timeline(Of(30, Label("Dog", (1, 70), (1.5, 91), (2, 85), (20, 60))), Market(7)).Lanes.Single();

        lane.Marks.Should().Equal(new TimelineMark(1500, 1000, 2000, "Will Dog 7 be seen?"));
    }

    [Fact]
    public void What_did_not_decide_is_not_marked() =>
        Timeline(Of(30, Label("Dog", (4, 70))), Market(7)).Lanes.Single().Marks.Should().BeEmpty();

    [Fact]
    public void A_text_that_a_market_asks_for_has_a_lane_of_its_own_and_other_texts_come_last()
    {
        Sighting[] seen = [new(TimeSpan.FromSeconds(5), 95, [new Instance(new Box(0, 0, 0.5, 0.2), 95)]) { Doubt = 95 }];
        var clip = Of(30, Label("Dog", (1, 91))) with
        {
            Text = new TextFindings(
                [new DetectedText("VICTORY", "VICTORY", seen), new DetectedText("SCORE", "SCORE", seen)], new Coverage(60, 60, TimeSpan.FromSeconds(0.5)), ["one", "two"]),
        };
        var market = Core.Markets.Market.Open(
            Ada.Id, new Core.Markets.NewMarket("Will they win?", new Criterion { Labels = [], Text = new TextQuery { Phrase = "VICTORY" } }),
            isPractice: true, [], new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

        var lanes = Timeline(clip, market).Lanes;

        lanes.Select(lane => (lane.Name, lane.IsAsked)).Should().Equal(("VICTORY", true), ("Dog", false), ("SCORE", false));
        lanes[0].Marks.Should().ContainSingle().Which.Market.Should().Be("Will they win?");
    }

    private static TimelineData Timeline(ClipAnalysis analysis, params Core.Markets.Market[] markets)
    {
        var job = Completed(analysis, markets);
        return TimelineData.Of(job, analysis);
    }
}
