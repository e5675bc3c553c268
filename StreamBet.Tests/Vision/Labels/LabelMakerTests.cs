using CsCheck;
using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Certainty;
using StreamBet.Core.Vision.Classes;
using StreamBet.Core.Vision.Labels;
using StreamBet.Core.Vision.Tracks;

namespace StreamBet.Tests.Vision.Labels;

public sealed class LabelMakerTests
{
    private static readonly Box Here = new(0.2, 0.2, 0.2, 0.2);
    private static readonly Box Elsewhere = new(0.7, 0.7, 0.2, 0.2);

    private static readonly Gen<Sign[]> AnySigns =
        (from coco in Gen.Int[0, 79]
         from sample in Gen.Int[0, 8]
         from left in Gen.Double[0, 0.7]
         from evidence in Gen.Double[-9, 9]
         from guard in Gen.Double[0, 5]
         from isDoubt in Gen.Bool
         from isUnsupported in Gen.Bool
         select new Sign(
             coco, sample, new Box(left, 0.2, 0.2, 0.4), evidence, isDoubt ? null : evidence - guard, isUnsupported))
        .Array[0, 40];

    [Fact]
    public void A_sighting_has_a_confidence_and_a_doubt()
    {
        var dog = Make(Of("dog", 4, 3, 2)).Should().ContainSingle().Which;

        (dog.Name, dog.Category, dog.IsActivity).Should().Be(("Dog", "Animals and Pets", false));
        var sighting = dog.Sightings.Should().ContainSingle().Which;
        sighting.At.Should().Be(TimeSpan.FromSeconds(2));
        sighting.Confidence.Should().Be(88.1);
        sighting.Doubt.Should().BeGreaterThan(88.1);
        sighting.Instances.Should().ContainSingle().Which.Should().Be(new Instance(Here, 88.1));
    }

    [Fact]
    public void What_is_not_supported_or_not_validated_stays_under_80()
    {
        Make(Of("dog", 4, 9, 9) with { IsUnsupported = true }).Single().Confidence.Should().Be(79.9);
        Make(Of("bird", 4, 9, 9)).Single().Confidence.Should().Be(79.9);
    }

    [Fact]
    public void A_doubt_alone_has_no_confidence()
    {
        var sighting = Make(Of("truck", 0, -1, 0) with { Guarded = null }).Single().Sightings.Single();

        sighting.Confidence.Should().Be(0);
        sighting.Doubt.Should().BeGreaterThanOrEqualTo(Sighting.MinDoubt);
    }

    [Fact]
    public void What_is_hardly_doubtful_is_not_kept() => Make(Of("person", 0, -5, -6)).Should().BeEmpty();

    [Fact]
    public void Several_instances_are_one_sighting_with_the_best_confidence_and_the_largest_doubt()
    {
        var sighting = Make(Of("person", 0, 1, 1), Of("person", 0, 3, 0) with { Box = Elsewhere }).Single().Sightings.Single();

        sighting.Confidence.Should().Be(73.1);
        sighting.Doubt.Should().Be(Make(Of("person", 0, 3, 0)).Single().Sightings.Single().Doubt);
        sighting.Instances.Select(instance => instance.Box).Should().Equal(Here, Elsewhere);
    }

    [Fact]
    public void A_crowd_is_cut_to_its_most_certain_part() =>
        Make([.. Enumerable.Range(0, 90).Select(number => Of("person", 0, 5, number / 20.0))]).Single().Sightings.Single()
            .Instances.Should().HaveCount(LabelMaker.MaxInstances).And.OnlyContain(instance => instance.Confidence >= 88);

    [Fact]
    public void What_has_no_name_in_the_taxonomy_is_no_label() => Make(Of("skis", 0, 5, 5)).Should().BeEmpty();

    [Fact]
    public void Labels_come_best_first_and_then_by_name() =>
        Make(Of("cat", 0, 2, 2), Of("dog", 0, 4, 4), Of("bottle", 0, 2, 2) with { Evidence = 2 })
            .Select(label => label.Confidence).Should().BeInDescendingOrder();

    [Fact]
    public void Doubt_is_never_smaller_than_confidence_nor_than_what_is_kept() => AnySigns.Sample(signs =>
        Make(signs).All(label => label.Sightings.All(sighting =>
            sighting.Doubt >= sighting.Confidence && sighting.Doubt >= Sighting.MinDoubt
            && sighting.Confidence is >= 0 and <= 100)));

    [Fact]
    public void Sightings_are_in_the_order_of_time_and_one_a_sample() => AnySigns.Sample(signs =>
        Make(signs).All(label => label.Sightings.Zip(label.Sightings.Skip(1)).All(pair => pair.First.At < pair.Second.At)));

    [Fact]
    public void More_signs_never_lower_a_doubt_or_a_confidence() => Gen.Select(AnySigns, AnySigns).Sample((some, more) =>
    {
        var after = Make([.. some, .. more]).Where(label => !label.IsActivity).ToDictionary(label => label.Name);
        return Make(some).Where(label => !label.IsActivity).All(label => after.TryGetValue(label.Name, out var known)
            && known.Confidence >= label.Confidence
            && known.Sightings.Max(sighting => sighting.Doubt) >= label.Sightings.Max(sighting => sighting.Doubt));
    });

    private static IReadOnlyList<DetectedLabel> Make(params Sign[] signs) =>
        new LabelMaker(CalibrationTable.Shipped, samplesPerSecond: 2).Make(signs);

    private static Sign Of(string thing, int sample, double evidence, double guarded) =>
        new(CocoClasses.NumberOf(thing), sample, Here, evidence, guarded, IsUnsupported: false);
}
