using StreamBet.Core.Findings;
using StreamBet.Core.Rule;
using StreamBet.Tests.Support;
using static StreamBet.Tests.Support.Analyses;

namespace StreamBet.Tests.Rule;

public class EvidenceMomentsTests
{
    private static IReadOnlyList<Evidence> Of(Criterion criterion, params DetectedLabel[] labels) =>
        EvidenceMoments.Of(CriterionEvaluator.Evaluate(criterion, Analyses.Of(100, labels), Analyses.Vocabulary));

    private static Criterion Dogs(int times) => new() { Labels = ["Dog"], Times = times };

    private static double[] Seconds(IEnumerable<Evidence> evidence) => [.. evidence.Select(moment => moment.At.TotalSeconds)];

    [Fact]
    public void An_occurrence_that_counted_is_shown_at_its_first_sighting_over_the_threshold()
    {
        var moment = Of(Dogs(1), Label("Dog", (2, 60), (3, 85), (4, 99))).Should().ContainSingle().Subject;

        moment.Should().BeEquivalentTo(
            new { At = TimeSpan.FromSeconds(3), Label = "Dog", Confidence = 85.0, Counts = true, FrameSha256 = (string?)null },
            "the confidence is that of the picture that is shown, and not a later one's");
    }

    [Fact]
    public void A_no_shows_its_near_miss_where_it_was_best()
    {
        var moment = Of(Dogs(1), Label("Dog", (2, 60), (3, 79), (20, 70))).Should().ContainSingle().Subject;

        moment.Should().BeEquivalentTo(
            new { At = TimeSpan.FromSeconds(3), Label = "Dog", Confidence = 79.0, Counts = false });
    }

    [Fact]
    public void A_no_that_was_not_seen_often_enough_shows_what_counted_and_the_near_miss_in_the_order_of_time()
    {
        var evidence = Of(Dogs(3), Label("Dog", (2, 90), (10, 75), (20, 85)));

        Seconds(evidence).Should().Equal(2, 10, 20);
        evidence.Select(moment => moment.Counts).Should().Equal(true, false, true);
    }

    [Fact]
    public void Nothing_seen_has_nothing_to_show() => Of(Dogs(1), Label("Cat", (2, 90))).Should().BeEmpty();

    [Fact]
    public void Of_too_many_the_twelve_most_confident_are_shown_in_the_order_of_time()
    {
        var dogs = Enumerable.Range(0, 20).Select(n => (Second: n * 4.0, Confidence: 81.0 + (n * 7 % 19))).ToArray();

        var evidence = Of(Dogs(1), Label("Dog", [.. dogs, (90, 70)]));

        evidence.Should().HaveCount(EvidenceMoments.Max);
        evidence.Should().BeInAscendingOrder(moment => moment.At).And.OnlyContain(moment => moment.Counts);
        Seconds(evidence).Should().BeEquivalentTo(
            dogs.OrderByDescending(dog => dog.Confidence).ThenBy(dog => dog.Second).Take(12).Select(dog => dog.Second));
    }

    [Fact]
    public void The_near_miss_of_a_no_has_its_place_also_among_many()
    {
        var dogs = Enumerable.Range(0, 15).Select(n => (n * 4.0, 90.0));

        var evidence = Of(Dogs(16), Label("Dog", [.. dogs, (90, 70)]));

        evidence.Should().HaveCount(EvidenceMoments.Max);
        evidence.Where(moment => !moment.Counts).Should().ContainSingle().Which.At.Should().Be(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public void A_yes_shows_its_near_miss_where_there_is_room() =>
        Seconds(Of(Dogs(1), Label("Dog", (2, 90), (20, 70)))).Should().Equal(2, 20);

    [Fact]
    public void Boxes_are_those_of_the_criterions_labels_at_the_moment_that_is_shown()
    {
        var (early, dog, cat, person) = (At(0.1, 60), At(0.2, 90), At(0.3, 70), At(0.4, 99));

        var moment = Of(
            new Criterion { Labels = ["Dog", "Cat"] },
            Seen("Dog", (2, 60, [early]), (3, 90, [dog])), Seen("Cat", (3, 70, [cat])), Seen("Person", (3, 99, [person])))
            .Should().ContainSingle().Subject;

        moment.Instances.Should().Equal(dog, cat);
    }

    [Fact]
    public void What_two_labels_name_alike_has_one_box()
    {
        var animal = At(0.1, 90);

        Of(new Criterion { Labels = ["Dog", "Cat"] }, Seen("Dog", (3, 90, [animal])), Seen("Cat", (3, 90, [animal])))
            .Should().ContainSingle().Which.Instances.Should().Equal(animal);
    }

    [Fact]
    public void Of_a_crowd_the_ten_most_confident_boxes_are_kept()
    {
        var crowd = Enumerable.Range(0, 50).Select(n => At(n / 100.0, 50 + n)).ToArray();

        var moment = Of(Dogs(1), Seen("Dog", (3, 99, crowd))).Should().ContainSingle().Subject;

        moment.Instances.Should().Equal(crowd.Reverse().Take(CriterionEvaluator.MaxInstances));
    }

    [Fact]
    public void The_label_that_counted_first_is_named_and_not_a_better_one_of_later() =>
        Of(new Criterion { Labels = ["Dog", "Cat"] }, Label("Cat", (4, 99)), Label("Dog", (3, 85)))
            .Should().ContainSingle().Which.Label.Should().Be("Dog");

    [Fact]
    public void Frames_are_kept_of_the_moments_and_of_the_strongest_doubt()
    {
        var no = CriterionEvaluator.Evaluate(
            Dogs(2), Analyses.Of(100, Label("Dog", (2, 90), (20, 60)), Label("Cat", (30, 90))), Analyses.Vocabulary);

        EvidenceMoments.TimesOf(no with { Doubt = new Doubt(15, "Dog", TimeSpan.FromSeconds(40), []) })
            .Select(at => at.TotalSeconds).Should().Equal(2, 20, 40);
        EvidenceMoments.TimesOf(no with { Doubt = new Doubt(15, "Dog", TimeSpan.FromSeconds(20), []) })
            .Select(at => at.TotalSeconds).Should().Equal([2, 20], "it is one of the moments");
        EvidenceMoments.TimesOf(no with { Doubt = new Doubt(15, null, null, []) })
            .Select(at => at.TotalSeconds).Should().Equal([2, 20], "a residue has no time");
    }

    private static Instance At(double left, double confidence) => new(new Box(left, 0.2, 0.1, 0.1), confidence);

    private static DetectedLabel Seen(string name, params (double Second, double Confidence, Instance[] Instances)[] sightings) =>
        new(name, "Any", false,
            [.. sightings.Select(seen => new Sighting(TimeSpan.FromSeconds(seen.Second), seen.Confidence, seen.Instances) { Doubt = seen.Confidence })]);
}
