using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Classes;
using StreamBet.Core.Vision.Labels;

namespace StreamBet.Tests.Vision.Labels;

public sealed class ActivityTests
{
    private static readonly Box Person = new(0.4, 0.3, 0.1, 0.4);

    [Theory]
    [InlineData("surfboard", "Surfing", "Sports")]
    [InlineData("skateboard", "Skating", "Sports")]
    [InlineData("skis", "Skiing", "Sports")]
    [InlineData("snowboard", "Snowboarding", "Sports")]
    [InlineData("bicycle", "Cycling", "Actions")]
    [InlineData("horse", "Horseback Riding", "Hobbies and Interests")]
    [InlineData("tennis racket", "Playing Tennis", "Actions")]
    [InlineData("sports ball", "Play", "Actions")]
    public void A_person_at_a_thing_does_what_is_done_with_it(string thing, string activity, string category)
    {
        var findings = Find(Person, thing, new Box(0.37, 0.6, 0.16, 0.16));

        var found = findings.Should().ContainSingle(finding => finding.Label.IsActivity).Which;
        found.Label.Name.Should().Be(activity);
        found.Label.Category.Should().Be(category);
    }

    [Fact]
    public void It_is_as_certain_as_the_less_certain_of_the_two() =>
        Find(Person, "surfboard", new Box(0.37, 0.6, 0.16, 0.16), personConfidence: 95, thingConfidence: 83)
            .Single(finding => finding.Label.IsActivity).Confidence.Should().Be(83);

    [Fact]
    public void It_lies_around_both()
    {
        var box = Find(Person, "surfboard", new Box(0.37, 0.6, 0.16, 0.16))
            .Single(finding => finding.Label.IsActivity).Box;

        box.Left.Should().BeApproximately(0.37, 1e-9);
        box.Right.Should().BeApproximately(0.53, 1e-9);
        box.Top.Should().BeApproximately(0.3, 1e-9);
        box.Bottom.Should().BeApproximately(0.76, 1e-9);
    }

    [Fact]
    public void A_thing_just_beyond_the_persons_box_is_still_in_reach() =>
        Find(Person, "sports ball", new Box(0.41, 0.74, 0.02, 0.03))
            .Should().Contain(finding => finding.Label.IsActivity);

    [Fact]
    public void A_thing_at_a_distance_is_no_activity() =>
        Find(Person, "sports ball", new Box(0.7, 0.6, 0.05, 0.05))
            .Should().NotContain(finding => finding.Label.IsActivity);

    [Theory]
    [InlineData("bicycle")]
    [InlineData("horse")]
    public void Who_stands_beside_it_does_not_ride_it(string thing) =>
        Find(Person, thing, new Box(0.49, 0.4, 0.3, 0.3)).Should().NotContain(finding => finding.Label.IsActivity);

    [Fact]
    public void A_thing_alone_is_no_activity() =>
        ActivityFindings.Of([Of("surfboard", 0, Person, 90)]).Should().BeEmpty();

    [Fact]
    public void An_activity_on_one_sample_stays_under_80_and_keeps_its_doubt()
    {
        var horse = Of("horse", 3, new Box(0.37, 0.6, 0.16, 0.16), 90);

        var found = ActivityFindings.Of([Of("person", 3, Person, 95), horse]).Single();

        (found.Confidence, found.Doubt).Should().Be((79.9, 90));
    }

    [Fact]
    public void A_person_and_a_thing_on_different_samples_are_no_activity() =>
        ActivityFindings.Of([Of("person", 3, Person, 95), Of("horse", 4, new Box(0.37, 0.6, 0.16, 0.16), 90)]).Should().BeEmpty();

    [Fact]
    public void An_activity_is_validated_only_if_its_parts_are() =>
        Activity.All.Should().OnlyContain(activity => activity.IsValidated == activity.Thing.IsValidated);

    /// <summary>The activities of the first of two samples that show the same.</summary>
    private static IEnumerable<NamedFinding> Find(
        Box person, string thing, Box place, double personConfidence = 90, double thingConfidence = 90) =>
        ActivityFindings.Of(
        [
            .. new[] { 0, 1 }.SelectMany(sample => new[]
            {
                Of("person", sample, person, personConfidence), Of(thing, sample, place, thingConfidence),
            }),
        ]).Where(activity => activity.Sample == 0);

    private static Finding Of(string thing, int sample, Box box, double confidence) =>
        new(CocoClasses.Find(thing), sample, box, confidence, confidence);
}
