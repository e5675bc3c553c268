using StreamBet.Core.Findings;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using static StreamBet.Tests.Support.Analyses;

namespace StreamBet.Tests.Rule;

public class CriterionEvaluatorTests
{
    private static readonly Criterion Dog = new() { Labels = ["Dog"] };

    private static Verdict Evaluate(Criterion criterion, ClipAnalysis analysis) =>
        CriterionEvaluator.Evaluate(criterion, analysis, Analyses.Vocabulary);

    private static TimeSpan[] Seconds(params double[] seconds) => [.. seconds.Select(TimeSpan.FromSeconds)];

    [Theory]
    [InlineData(79.99, false)]
    [InlineData(80.0, false)]
    [InlineData(80.01, true)]
    [InlineData(100, true)]
    public void Eighty_percent_itself_is_not_over_the_threshold(double confidence, bool isYes)
    {
        var verdict = Evaluate(Dog, Of(10, Label("Dog", (2, confidence))));

        verdict.Outcome.Should().Be(isYes ? Outcome.Yes : null, "it may well have been there");
        verdict.Confidence.Should().Be(confidence);
        verdict.DetectedAt.Should().BeEquivalentTo(isYes ? Seconds(2) : []);
    }

    [Fact]
    public void A_market_may_ask_for_a_higher_threshold()
    {
        var analysis = Of(10, Label("Dog", (2, 90), (3, 95)));

        Evaluate(Dog with { Threshold = 95 }, analysis).Outcome.Should().BeNull();
        Evaluate(Dog with { Threshold = 94.9 }, analysis).DetectedAt.Should().Equal(Seconds(3));
    }

    [Fact]
    public void Sightings_under_50_do_not_count_even_for_a_near_miss()
    {
        var verdict = Evaluate(Dog, Of(10, Label("Dog", (2, 49.9))));

        verdict.Confidence.Should().Be(0);
        verdict.NearMiss.Should().BeNull();
        verdict.Occurrences.Should().BeEmpty();
    }

    [Fact]
    public void A_sighting_of_exactly_50_is_kept()
    {
        var verdict = Evaluate(Dog, Of(10, Label("Dog", (2, 50))));

        verdict.Confidence.Should().Be(50);
        verdict.NearMiss!.BestAt.Should().Be(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void The_window_is_half_open()
    {
        var analysis = Of(10, Label("Dog", (2, 90), (8, 91)));

        Evaluate(Dog with { WindowStart = TimeSpan.FromSeconds(2), WindowEnd = TimeSpan.FromSeconds(8) }, analysis)
            .DetectedAt.Should().Equal(Seconds(2));
        Evaluate(Dog with { WindowStart = TimeSpan.FromSeconds(2.001), WindowEnd = TimeSpan.FromSeconds(8) }, analysis)
            .Occurrences.Should().BeEmpty();
        Evaluate(Dog with { WindowStart = TimeSpan.FromSeconds(2.001), WindowEnd = TimeSpan.FromSeconds(8.001) }, analysis)
            .DetectedAt.Should().Equal(Seconds(8));
    }

    [Fact]
    public void A_sighting_outside_the_clip_is_none()
    {
        Evaluate(Dog, Of(10, Label("Dog", (-1, 90), (11, 95), (12, 99)))).Outcome.Should().Be(Outcome.No);
    }

    [Fact]
    public void Sightings_up_to_one_and_a_half_seconds_apart_are_one_occurrence()
    {
        var twice = Dog with { Times = 2 };

        Evaluate(twice, Of(10, Label("Dog", (1, 90), (2.5, 90)))).Outcome.Should().Be(Outcome.No);
        Evaluate(twice, Of(10, Label("Dog", (1, 90), (2.501, 90)))).Outcome.Should().Be(Outcome.Yes);
    }

    [Fact]
    public void A_long_chain_of_close_sightings_is_one_occurrence()
    {
        var chain = Enumerable.Range(0, 18).Select(step => (step * 0.5, 90.0)).ToArray();

        Evaluate(Dog, Of(10, Label("Dog", chain))).Occurrences.Should().ContainSingle()
            .Which.End.Should().Be(TimeSpan.FromSeconds(8.5));
    }

    [Fact]
    public void A_dip_below_the_threshold_does_not_split_an_occurrence()
    {
        var verdict = Evaluate(
            Dog with { Times = 2 }, Of(10, Label("Dog", (1, 90), (2, 60), (3, 60), (4, 92))));

        verdict.Outcome.Should().BeNull("they may have been two all the same");
        verdict.Occurrences.Should().ContainSingle();
    }

    [Fact]
    public void Synonyms_seen_together_count_once()
    {
        var criterion = new Criterion { Labels = ["Dog", "Cat"], Times = 2 };

        Evaluate(criterion, Of(10, Label("Dog", (1, 90)), Label("Cat", (2, 95)))).Outcome.Should().Be(Outcome.No);
        Evaluate(criterion, Of(10, Label("Dog", (1, 90)), Label("Cat", (4, 95)))).Outcome.Should().Be(Outcome.Yes);
    }

    [Fact]
    public void Labels_are_compared_whatever_the_case_of_their_letters() =>
        Evaluate(new Criterion { Labels = ["dog"] }, Of(10, Label("Dog", (1, 90)))).Outcome.Should().Be(Outcome.Yes);

    [Fact]
    public void Other_labels_do_not_count() =>
        Evaluate(Dog, Of(10, Label("Cat", (1, 99)))).Should().BeEquivalentTo(new { Outcome = Outcome.No, Confidence = 100 - Residue });

    [Fact]
    public void An_occurrence_is_told_by_its_first_sighting_over_the_threshold()
    {
        var verdict = Evaluate(Dog, Of(10, Label("Dog", (1, 70), (2, 85), (3, 97))));

        verdict.DetectedAt.Should().Equal(Seconds(2));
        verdict.Confidence.Should().Be(97);
        verdict.Occurrences.Single().Should().BeEquivalentTo(new
        {
            Start = TimeSpan.FromSeconds(1),
            End = TimeSpan.FromSeconds(3),
            Label = "Dog",
            Confidence = 97.0,
            BestAt = TimeSpan.FromSeconds(3),
            Counts = true,
        });
    }

    [Fact]
    public void Yes_has_the_confidence_of_the_nth_best_occurrence_and_all_times_ascending()
    {
        var verdict = Evaluate(
            Dog with { Times = 2 }, Of(20, Label("Dog", (9, 99), (1, 85), (5, 92), (13, 70))));

        verdict.Outcome.Should().Be(Outcome.Yes);
        verdict.Confidence.Should().Be(92);
        verdict.DetectedAt.Should().Equal(Seconds(1, 5, 9));
        verdict.NearMiss!.Confidence.Should().Be(70);
    }

    [Fact]
    public void Too_few_times_is_no_if_a_further_time_would_have_been_seen()
    {
        var verdict = Evaluate(Dog with { Times = 3 }, Of(20, Label("Dog", (1, 95), (5, 85))));

        verdict.Outcome.Should().Be(Outcome.No);
        verdict.Confidence.Should().Be(100 - Residue);
        verdict.DetectedAt.Should().BeEmpty();
    }

    [Theory]
    [InlineData(98, 100, 1.0, true)]
    [InlineData(97, 100, 1.0, false)]
    [InlineData(100, 100, 1.001, false)]
    [InlineData(0, 0, 0, false)]
    public void No_needs_a_clip_examined_whole(int examined, int planned, double gap, bool isNo)
    {
        var verdict = Evaluate(Dog, Of(50).Examined(examined, planned, gap));

        verdict.Outcome.Should().Be(isNo ? Outcome.No : null);
        (verdict.Reason is null).Should().Be(isNo);
    }

    [Fact]
    public void One_damaged_picture_is_enough_for_no_no()
    {
        var whole = Of(10, Label("Dog", (1, 70)));
        var damaged = whole with { Coverage = whole.Coverage with { DamagedPictures = 1 } };

        Evaluate(Dog, damaged).Outcome.Should().BeNull();
        Evaluate(Dog, damaged).Reason.Should().Contain("damaged");
        Evaluate(Dog with { Threshold = 60 }, damaged).Outcome.Should().Be(Outcome.Yes);
    }

    [Fact]
    public void Yes_stands_on_its_sightings_though_the_rest_was_not_examined() =>
        Evaluate(Dog, Of(50, Label("Dog", (1, 90))).Examined(10, 100, 45)).Outcome.Should().Be(Outcome.Yes);

    [Fact]
    public void A_window_that_ends_after_the_clip_allows_yes_and_no_no()
    {
        var past = Dog with { WindowEnd = TimeSpan.FromSeconds(30) };

        Evaluate(past, Of(20, Label("Dog", (1, 90)))).Outcome.Should().Be(Outcome.Yes);
        var verdict = Evaluate(past, Of(20));
        verdict.Outcome.Should().BeNull();
        verdict.Reason.Should().Contain("30 s").And.Contain("20 s");
        Evaluate(past with { WindowEnd = TimeSpan.FromSeconds(20) }, Of(20)).Outcome.Should().Be(Outcome.No);
    }

    [Fact]
    public void A_window_that_starts_after_the_clip_decides_nothing() =>
        Evaluate(Dog with { WindowStart = TimeSpan.FromSeconds(20) }, Of(20)).Outcome.Should().BeNull();

    [Fact]
    public void What_the_analyzer_cannot_see_is_never_no()
    {
        var verdict = Evaluate(new Criterion { Labels = ["Dog", "Unicorn"] }, Of(10));

        verdict.Outcome.Should().BeNull();
        verdict.Reason.Should().Contain("Unicorn");
    }

    [Fact]
    public void What_the_analyzer_is_never_sure_of_is_never_no()
    {
        var bird = new Criterion { Labels = ["Bird"] };
        var analysis = Of(10, Label("Bird", (1, 79.9)));

        Evaluate(bird, analysis).Outcome.Should().BeNull();
        Evaluate(bird with { Threshold = 75 }, analysis).Outcome.Should().Be(Outcome.Yes);
        Evaluate(bird with { Threshold = 79.95 }, analysis).Outcome.Should().BeNull();
    }

    [Fact]
    public void The_order_of_sightings_and_labels_does_not_matter()
    {
        var criterion = new Criterion { Labels = ["Dog", "Cat"], Times = 2 };
        var one = Evaluate(criterion, Of(20, Label("Dog", (1, 85), (9, 90)), Label("Cat", (2, 88))));
        var other = Evaluate(criterion, Of(20, Label("Cat", (2, 88)), Label("Dog", (9, 90), (1, 85))));

        one.Should().BeEquivalentTo(other, options => options.WithStrictOrdering());
    }
}
