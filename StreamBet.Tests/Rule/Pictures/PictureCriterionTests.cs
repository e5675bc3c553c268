using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Rule;
using StreamBet.Core.Rule.Pictures;

namespace StreamBet.Tests.Rule.Pictures;

/// <summary>What a reference picture decides, from what an analysis says of it.</summary>
public class PictureCriterionTests
{
    private static readonly string Banner = new('a', 64), Other = new('b', 64);
    private static readonly Vocabulary Finding = new([]) { FindsPictures = true };
    private static readonly Coverage Whole = new(20, 20, TimeSpan.FromSeconds(0.5));
    private static readonly Criterion Criterion = new() { Labels = [], Picture = new PictureQuery(Banner, "the banner") };

    [Fact]
    public void It_is_seen_where_its_own_sightings_are_over_the_threshold()
    {
        var verdict = Judge(Of(Found(Banner, (4, 95, 97), (4.5, 96, 97)), Found(Other, (1, 99, 99))));

        verdict.Outcome.Should().Be(Outcome.Yes);
        verdict.DetectedAt.Should().Equal(TimeSpan.FromSeconds(4));
        verdict.Occurrences.Single().Label.Should().Be("the banner");
    }

    [Fact]
    public void Another_picture_that_was_found_is_no_sighting_and_no_doubt() =>
        Judge(Of(Found(Banner), Found(Other, (1, 99, 99)))).Should().Match<Verdict>(
            verdict => verdict.Outcome == Outcome.No && verdict.Confidence == 95);

    [Fact]
    public void A_doubt_leaves_it_undecided_and_is_named()
    {
        var verdict = Judge(Of(Found(Banner, (4, 30, 60))));

        verdict.Outcome.Should().BeNull();
        verdict.Reason.Should().Contain("\"the banner\"");
        verdict.Doubt!.At.Should().Be(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void A_clip_that_was_not_searched_for_it_decides_nothing()
    {
        Judge(Of(Found(Other))).Reason.Should().Be("This clip was not searched for the picture.");
        Judge(Of() with { Pictures = null }).Outcome.Should().BeNull();
    }

    [Fact]
    public void Without_a_measured_residue_there_is_no_NO()
    {
        Judge(Of(Found(Banner) with { Residue = null })).Outcome.Should().BeNull();
        Judge(Of(Found(Banner) with { OutOfBounds = "It is too small." })).Reason.Should().Be("It is too small.");
    }

    [Fact]
    public void It_reads_as_a_sentence_and_differs_from_another_picture()
    {
        Criterion.ToSentence().Should().Be("YES if the picture \"the banner\" is seen with confidence over 80 %");
        Criterion.Should().NotBe(Criterion with { Picture = new PictureQuery(Other, "the banner") });
        Criterion.IsByPeople.Should().BeFalse();
        Criterion.WhyNeverNo(Finding).Should().BeNull();
        (Criterion with { Picture = Criterion.Picture! with { CanBeDisproved = false } }).WhyNeverNo(Finding)
            .Should().Be("the picture has no box or outline of its own, so the analyzer may miss it.");
    }

    [Fact]
    public void It_is_asked_for_alone_and_only_where_it_can_be_found()
    {
        Criterion.EnsureMarket(Finding);
        Code(Criterion, new Vocabulary([])).Should().Be("picture_not_findable");
        Code(Criterion with { Labels = ["Dog"] }, Finding).Should().Be("picture");
        Code(Criterion with { Picture = new PictureQuery("nonsense", "the banner") }, Finding).Should().Be("picture");
    }

    private static string Code(Criterion criterion, Vocabulary vocabulary) =>
        FluentActions.Invoking(() => criterion.EnsureMarket(vocabulary)).Should().Throw<RefusedException>().Which.Refusal.Code;

    private static Verdict Judge(ClipAnalysis analysis) => CriterionEvaluator.Evaluate(Criterion, analysis, Finding);

    private static DetectedPicture Found(string sha256, params IEnumerable<(double At, double Confidence, double Doubt)> seen) => new(
        sha256,
        [
            .. seen.Select(sighting => new Sighting(
                TimeSpan.FromSeconds(sighting.At), sighting.Confidence, [new Instance(new Box(0.2, 0.4, 0.6, 0.2), 98)])
            {
                Doubt = sighting.Doubt,
            }),
        ])
    {
        Residue = 5,
    };

    private static ClipAnalysis Of(params IReadOnlyList<DetectedPicture> pictures) => new(
        new AnalyzerIdentity("embedded", "2", []),
        new VideoMetadata(TimeSpan.FromSeconds(10), "QuickTime / MOV", "h264", 1280, 720, 30, 0), Whole, [])
    {
        Pictures = new PictureFindings(pictures, Whole),
    };
}
