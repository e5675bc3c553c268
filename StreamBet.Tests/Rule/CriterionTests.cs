using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Rule;

public class CriterionTests
{
    private static readonly Criterion Dog = new() { Labels = ["Dog"] };

    private static string? CodeOf(Action ensure)
    {
        try
        {
            ensure();
            return null;
        }
        catch (RefusedException refused)
        {
            refused.Refusal.Kind.Should().Be(RefusalKind.Unprocessable);
            return refused.Refusal.Code;
        }
    }

    [Theory]
    [InlineData(79.99, "threshold")]
    [InlineData(80, null)]
    [InlineData(99.99, null)]
    [InlineData(100, "threshold")]
    [InlineData(double.NaN, "threshold")]
    public void A_markets_threshold_is_80_to_under_100(double threshold, string? code) =>
        CodeOf(() => (Dog with { Threshold = threshold }).EnsureMarket(Analyses.Vocabulary)).Should().Be(code);

    [Theory]
    [InlineData(49.99, "threshold")]
    [InlineData(50, null)]
    [InlineData(100, null)]
    [InlineData(100.01, "threshold")]
    public void A_what_ifs_threshold_is_50_to_100(double threshold, string? code) =>
        CodeOf(() => (Dog with { Threshold = threshold }).EnsureWhatIf(Analyses.Vocabulary)).Should().Be(code);

    [Fact]
    public void A_label_outside_the_vocabulary_is_refused_by_name()
    {
        var ensure = () => new Criterion { Labels = ["Dog", "Unicorn"] }.EnsureMarket(Analyses.Vocabulary);

        ensure.Should().Throw<RefusedException>().WithMessage("*Unicorn*").Which.Refusal.Code
            .Should().Be("label_outside_vocabulary");
    }

    [Fact]
    public void Another_name_of_a_label_is_in_the_vocabulary() =>
        CodeOf(() => new Criterion { Labels = ["Hound"] }.EnsureMarket(Analyses.Vocabulary)).Should().BeNull();

    [Fact]
    public void A_label_that_could_only_ever_be_no_is_refused() =>
        CodeOf(() => new Criterion { Labels = ["Dog", "Bird"] }.EnsureMarket(Analyses.Vocabulary))
            .Should().Be("label_not_validated");

    [Fact]
    public void It_needs_labels_a_count_and_a_window_that_is_one()
    {
        CodeOf(() => new Criterion { Labels = [] }.EnsureMarket(Analyses.Vocabulary)).Should().Be("labels");
        CodeOf(() => (Dog with { Times = 0 }).EnsureMarket(Analyses.Vocabulary)).Should().Be("times");
        CodeOf(() => (Dog with { WindowStart = TimeSpan.FromSeconds(5), WindowEnd = TimeSpan.FromSeconds(5) })
            .EnsureMarket(Analyses.Vocabulary)).Should().Be("window");
        CodeOf(() => (Dog with { WindowStart = TimeSpan.FromSeconds(-1) }).EnsureMarket(Analyses.Vocabulary))
            .Should().Be("window");
    }

    [Fact]
    public void It_reads_back_what_will_decide()
    {
        Dog.ToSentence().Should().Be("YES if Dog is seen with confidence over 80 %");
        new Criterion
        {
            Labels = ["Dog", "Cat", "Ball"],
            Times = 3,
            WindowEnd = TimeSpan.FromSeconds(90.5),
            Threshold = 92.5,
        }.ToSentence().Should().Be(
            "YES if Dog, Cat or Ball is seen at least 3 separate times between 0:00 and 1:30.5 with confidence over 92.5 %");
        (Dog with { WindowStart = TimeSpan.FromSeconds(61) }).ToSentence()
            .Should().Be("YES if Dog is seen from 1:01 on with confidence over 80 %");
    }

    [Theory]
    [InlineData(5.0, "Dog", null)]
    [InlineData(19.9, "Dog", null)]
    [InlineData(20.0, "Dog", "the analyzer misses \"Dog\" too often.")]
    [InlineData(10.0, "Dog,Cat", null)]
    [InlineData(10.0, "Dog,Cat,Person", "with so many labels, the analyzer misses one of them too often.")]
    [InlineData(null, "Dog", "how often the analyzer misses \"Dog\" was not measured.")]
    public void It_says_why_no_clip_can_end_it_with_no(double? residue, string labels, string? why)
    {
        var vocabulary = new Vocabulary(Analyses.Vocabulary.Labels.Select(label => label with { Residue = residue }));
        var criterion = new Criterion { Labels = labels.Split(',') };

        criterion.WhyNeverNo(vocabulary).Should().Be(why);

        var nothing = Analyses.Of(30) with
        {
            Residues = residue is { } share ? criterion.Labels.ToDictionary(label => label, _ => share) : new Dictionary<string, double>(),
        };
        CriterionEvaluator.Evaluate(criterion, nothing, vocabulary).Outcome.Should().Be(why is null ? Outcome.No : null);
    }

    [Fact]
    public void A_window_under_two_seconds_never_ends_with_no() =>
        (Dog with { WindowStart = TimeSpan.FromSeconds(3), WindowEnd = TimeSpan.FromSeconds(4.9) })
            .WhyNeverNo(Analyses.Vocabulary).Should().Be("the part of the clip is shorter than 2 s.");
}
