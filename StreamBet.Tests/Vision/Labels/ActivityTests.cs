using StreamBet.Core.Findings;
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
        Finding.From([new FoundObject(CocoClasses.Find("surfboard"), 90, Person)])
            .Should().ContainSingle().Which.Label.Name.Should().Be("Surfboard");

    [Fact]
    public void What_has_no_name_in_the_taxonomy_is_no_finding_by_itself() =>
        Finding.From([new FoundObject(CocoClasses.Find("skis"), 90, Person)]).Should().BeEmpty();

    [Fact]
    public void An_activity_is_validated_only_if_its_parts_are() =>
        Activity.All.Should().OnlyContain(activity => activity.IsValidated == activity.Thing.IsValidated);

    private static IReadOnlyList<Finding> Find(
        Box person, string thing, Box place, double personConfidence = 90, double thingConfidence = 90) =>
        Finding.From(
        [
            new FoundObject(CocoClasses.Find("person"), personConfidence, person),
            new FoundObject(CocoClasses.Find(thing), thingConfidence, place),
        ]);
}
