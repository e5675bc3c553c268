using CsCheck;
using StreamBet.Core.Findings;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using static StreamBet.Tests.Support.Analyses;

namespace StreamBet.Tests.Rule;

/// <summary>A NO must be as sure as a YES (the rule, steps 5 and 6).</summary>
public class TwoSidedTests
{
    private static readonly Criterion Dog = new() { Labels = ["Dog"] };

    private static readonly Gen<ClipAnalysis> AnyAnalysis =
        from length in Gen.Int[1, 20]
        from seen in Gen.Select(Gen.Int[0, 39], Gen.Double[0, 100], Gen.Double[0, 100], Gen.Bool).Array[0, 12]
        select Of(
            length,
            [
                .. seen.GroupBy(one => one.Item4).Select(label => new DetectedLabel(
                    label.Key ? "Dog" : "Cat", "Any", false,
                    [
                        .. label.DistinctBy(one => one.Item1).OrderBy(one => one.Item1).Select(one => new Sighting(
                            TimeSpan.FromSeconds(one.Item1 / 2.0), Math.Min(one.Item2, one.Item3), [])
                        {
                            Doubt = Math.Max(one.Item2, one.Item3),
                        }),
                    ])),
            ]);

    private static readonly Gen<Criterion> AnyCriterion =
        from times in Gen.Int[1, 4]
        from threshold in Gen.Int[80, 99]
        from both in Gen.Bool
        from start in Gen.Int[0, 30]
        from length in Gen.Int[1, 40]
        select new Criterion
        {
            Labels = both ? ["Dog", "Cat"] : ["Dog"],
            Times = times,
            Threshold = threshold,
            WindowStart = TimeSpan.FromSeconds(start / 2.0),
            WindowEnd = start + length > 40 ? null : TimeSpan.FromSeconds((start + length) / 2.0),
        };

    private static Verdict Evaluate(Criterion criterion, ClipAnalysis analysis) =>
        CriterionEvaluator.Evaluate(criterion, analysis, Analyses.Vocabulary);

    [Theory]
    [InlineData(19.9, true, 95)]
    [InlineData(20, false, 0)]
    [InlineData(79.9, false, 0)]
    public void A_no_is_as_sure_as_its_strongest_doubt_allows(double doubt, bool isNo, double confidence)
    {
        var verdict = Evaluate(Dog, Of(10, Doubtful(2, 10, doubt)));

        verdict.Outcome.Should().Be(isNo ? Outcome.No : null);
        if (isNo)
            verdict.Confidence.Should().Be(confidence, "what is under 20 % is not kept, and the residue is left");
        else
            verdict.Doubt.Should().BeEquivalentTo(new { Percent = doubt, Label = "Dog", At = TimeSpan.FromSeconds(2) });
    }

    [Fact]
    public void Residues_of_several_labels_add_up()
    {
        var verdict = Evaluate(new Criterion { Labels = ["Dog", "Cat"] }, Of(10));

        verdict.Confidence.Should().BeApproximately(100 * 0.95 * 0.95, 1e-9);
        verdict.Doubt!.Label.Should().BeNull();
    }

    [Fact]
    public void A_sample_beside_the_window_is_a_doubt_in_it()
    {
        var window = Dog with { WindowStart = TimeSpan.FromSeconds(3), WindowEnd = TimeSpan.FromSeconds(6) };

        Evaluate(window, Of(10, Label("Dog", (2.5, 60)))).Outcome.Should().BeNull();
        Evaluate(window, Of(10, Label("Dog", (6.4, 60)))).Outcome.Should().BeNull();
        Evaluate(window, Of(10, Label("Dog", (2, 60), (6.5, 60)))).Outcome.Should().Be(Outcome.No);
    }

    [Fact]
    public void A_further_time_that_may_have_been_there_is_a_doubt()
    {
        var twice = Dog with { Times = 2 };

        Evaluate(twice, Of(20, Label("Dog", (1, 95)))).Outcome.Should().Be(Outcome.No);
        Evaluate(twice, Of(20, Label("Dog", (1, 95), (2, 70)))).Outcome.Should().Be(Outcome.No, "it is the same time");
        Evaluate(twice, Of(20, Label("Dog", (1, 95), (9, 70)))).Doubt!.Percent.Should().Be(70);
        Evaluate(Dog with { Times = 3 }, Of(20, Label("Dog", (1, 95), (9, 70)))).Outcome.Should().Be(Outcome.No);
    }

    [Fact]
    public void A_weak_sighting_that_joins_or_stretches_what_counted_makes_no_no()
    {
        var twice = Dog with { Times = 2 };

        Evaluate(twice, Of(10, Label("Dog", (2, 95), (5, 95)))).Outcome.Should().Be(Outcome.Yes);
        Evaluate(twice, Of(10, Label("Dog", (2, 95), (3.5, 55), (5, 95)))).Outcome.Should().BeNull("they may have been two");
        Evaluate(twice, Of(10, Label("Dog", (2, 95), (4, 40)))).Outcome.Should().BeNull();
        Evaluate(twice, Of(10, Label("Dog", (2, 95), (3, 60), (4, 40)))).Outcome.Should().BeNull();
    }

    [Fact]
    public void What_fades_in_and_out_is_part_of_the_time_that_counted() =>
        Evaluate(Dog with { Times = 2 }, Of(20, Label("Dog", [(1.5, 30), .. Enumerable.Range(4, 17).Select(n => (n / 2.0, 95.0)), (11, 30)])))
            .Outcome.Should().Be(Outcome.No);

    [Fact]
    public void What_was_not_measured_is_never_no()
    {
        var whole = Of(10);

        Evaluate(Dog, whole with { Calibration = null }).Reason.Should().Contain("what it may have missed");
        Evaluate(Dog, whole with { Residues = new Dictionary<string, double>() }).Reason.Should().Contain("not measured");
        Evaluate(Dog, whole with { Calibration = whole.Calibration! with { IsWithinBounds = false, OutOfBounds = "Too dark." } })
            .Reason.Should().Be("Too dark.");
        Evaluate(Dog with { WindowEnd = TimeSpan.FromSeconds(1.9) }, whole).Reason.Should().Contain("shorter than 2 s");
        Evaluate(Dog, whole with { Residues = new Dictionary<string, double> { ["Dog"] = 20 } }).Outcome.Should().BeNull();
    }

    [Fact]
    public void The_first_version_asks_nothing_of_a_no_but_that_the_clip_was_examined_whole()
    {
        var verdict = CriterionEvaluator.Evaluate(
            Dog, Of(10, Label("Dog", (2, 78.4))) with { Calibration = null }, Analyses.Vocabulary, version: 1);

        verdict.Should().BeEquivalentTo(new { Outcome = Outcome.No, Confidence = 78.4, Doubt = (Doubt?)null });
    }

    [Fact]
    public void More_evidence_undoes_no_yes_and_makes_no_no() => Gen.Select(AnyAnalysis, AnyAnalysis, AnyCriterion).Sample(
        (one, more, criterion) =>
        {
            criterion = criterion with { Times = 1 };
            var before = Evaluate(criterion, one).Outcome;
            var after = Evaluate(criterion, one with { Labels = [.. one.Labels, .. more.Labels] }).Outcome;

            (before == Outcome.Yes ? after == Outcome.Yes : after != Outcome.No || before == Outcome.No).Should().BeTrue();
        });

    [Fact]
    public void A_sighting_that_is_not_over_the_threshold_makes_no_no() =>
        Gen.Select(AnyAnalysis, AnyCriterion, Gen.Double[0, 20], Gen.Double[0, 80], Gen.Double[0, 100]).Sample(
            (one, criterion, second, confidence, doubt) =>
            {
                var label = new DetectedLabel("Dog", "Any", false,
                    [new Sighting(TimeSpan.FromSeconds(second), confidence, []) { Doubt = Math.Max(confidence, doubt) }]);

                if (Evaluate(criterion, one with { Labels = [.. one.Labels, label] }).Outcome == Outcome.No)
                    Evaluate(criterion, one).Outcome.Should().Be(Outcome.No);
            });

    [Fact]
    public void A_higher_threshold_moves_to_undecided_only() => Gen.Select(AnyAnalysis, AnyCriterion, Gen.Int[0, 19]).Sample(
        (analysis, criterion, by) =>
        {
            var before = Evaluate(criterion, analysis).Outcome;
            var after = Evaluate(criterion with { Threshold = Math.Min(99.5, criterion.Threshold + by) }, analysis).Outcome;

            (after is null || after == before).Should().BeTrue();
        });

    [Fact]
    public void A_clip_that_players_may_show_otherwise_is_never_a_no() => Gen.Select(AnyAnalysis, AnyCriterion).Sample((analysis, criterion) =>
    {
        var verdict = Evaluate(criterion, analysis with { Video = analysis.Video with { Doubt = "It has two video tracks." } });

        (verdict.Outcome ?? Outcome.Yes).Should().Be(Outcome.Yes);
    });

    private static DetectedLabel Doubtful(double second, double confidence, double doubt) => new(
        "Dog", "Any", false, [new Sighting(TimeSpan.FromSeconds(second), confidence, []) { Doubt = doubt }]);
}
