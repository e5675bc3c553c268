using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Labels;

namespace StreamBet.Tests.Vision.Labels;

public sealed class SightingAccumulatorTests
{
    private static readonly Box Here = new(0.2, 0.2, 0.2, 0.2);
    private static readonly Box Beside = new(0.35, 0.2, 0.2, 0.2);
    private static readonly Box Elsewhere = new(0.7, 0.7, 0.2, 0.2);
    private readonly SightingAccumulator _sightings = new(samplesPerSecond: 2);

    [Fact]
    public void A_thing_on_two_consecutive_samples_keeps_its_confidence()
    {
        _sightings.Add(4, [Of("Dog", 95.04, Here)]);
        _sightings.Add(5, [Of("Dog", 60, Beside)]);

        var dog = _sightings.ToLabels().Should().ContainSingle().Which;
        dog.Name.Should().Be("Dog");
        dog.Category.Should().Be("Animals and Pets");
        dog.IsActivity.Should().BeFalse();
        dog.Sightings.Select(sighting => (sighting.At.TotalSeconds, sighting.Confidence))
            .Should().Equal((2.0, 95.0), (2.5, 60.0));
        dog.Sightings[0].Instances.Should().ContainSingle().Which.Box.Should().Be(Here);
    }

    [Fact]
    public void A_thing_on_one_sample_stays_under_80()
    {
        _sightings.Add(4, [Of("Dog", 95, Here)]);
        _sightings.Add(6, [Of("Dog", 95, Here)]);

        _sightings.ToLabels().Single().Sightings.Should().OnlyContain(sighting => sighting.Confidence == 79.9);
    }

    [Fact]
    public void Another_label_supports_nothing()
    {
        _sightings.Add(4, [Of("Dog", 95, Here)]);
        _sightings.Add(5, [Of("Cat", 95, Here)]);

        _sightings.ToLabels().Should().OnlyContain(label => label.Confidence == 79.9);
    }

    [Fact]
    public void The_same_label_on_the_other_side_of_the_picture_supports_nothing()
    {
        _sightings.Add(4, [Of("Dog", 95, Here)]);
        _sightings.Add(5, [Of("Dog", 95, Elsewhere)]);

        _sightings.ToLabels().Single().Confidence.Should().Be(79.9);
    }

    [Fact]
    public void A_thing_of_quite_another_size_nearby_supports_nothing()
    {
        _sightings.Add(4, [Of("Dog", 95, Here)]);
        _sightings.Add(5, [Of("Dog", 95, new Box(0.29, 0.29, 0.04, 0.04))]);

        _sightings.ToLabels().Single().Confidence.Should().Be(79.9);
    }

    [Fact]
    public void A_small_fast_thing_supports_itself_further_on()
    {
        _sightings.Add(4, [Of("Ball", 95, new Box(0.40, 0.40, 0.04, 0.05))]);
        _sightings.Add(5, [Of("Ball", 95, new Box(0.52, 0.30, 0.04, 0.05))]);

        _sightings.ToLabels().Single().Confidence.Should().Be(95);
    }

    [Fact]
    public void Confidence_under_the_cap_needs_no_support()
    {
        _sightings.Add(0, [Of("Dog", 62, Here)]);

        _sightings.ToLabels().Single().Confidence.Should().Be(62);
    }

    [Fact]
    public void The_order_in_which_samples_come_does_not_matter()
    {
        foreach (var sample in new[] { 3, 0, 2, 1 })
            _sightings.Add(sample, [Of("Dog", 90 + sample, Here)]);

        _sightings.ToLabels().Single().Sightings.Select(sighting => (sighting.At.TotalSeconds, sighting.Confidence))
            .Should().Equal((0.0, 90.0), (0.5, 91.0), (1.0, 92.0), (1.5, 93.0));
    }

    [Fact]
    public void Several_instances_are_one_sighting_with_the_best_confidence()
    {
        foreach (var sample in new[] { 0, 1 })
            _sightings.Add(sample, [Of("Person", 70, Elsewhere), Of("Person", 91, Here)]);

        var sightings = _sightings.ToLabels().Single().Sightings;
        sightings.Should().HaveCount(2);
        sightings[0].Confidence.Should().Be(91);
        sightings[0].Instances.Select(instance => instance.Confidence).Should().Equal(91, 70);
    }

    [Fact]
    public void Labels_come_best_first_and_then_by_name()
    {
        foreach (var sample in new[] { 0, 1 })
            _sightings.Add(sample, [Of("Cat", 81, Here), Of("Dog", 97, Here), Of("Car", 81, Elsewhere)]);

        _sightings.ToLabels().Select(label => label.Name).Should().Equal("Dog", "Car", "Cat");
    }

    [Fact]
    public void A_crowd_is_cut_to_its_most_certain_part()
    {
        var crowd = Enumerable.Range(0, 90)
            .Select(i => Of("Person", 50 + (i / 2.0), new Box(i / 100.0, 0.5, 0.05, 0.1)));
        _sightings.Add(0, [.. crowd]);

        _sightings.ToLabels().Single().Sightings[0].Instances
            .Should().HaveCount(SightingAccumulator.MaxFindings)
            .And.OnlyContain(instance => instance.Confidence >= 70);
    }

    [Fact]
    public void Sightings_are_counted_once_a_label_and_sample()
    {
        _sightings.Add(0, [Of("Person", 90, Here), Of("Person", 90, Elsewhere), Of("Dog", 90, Here)]);
        _sightings.Add(1, []);

        _sightings.Sightings.Should().Be(2);
    }

    [Fact]
    public void Nothing_seen_is_no_label() => _sightings.ToLabels().Should().BeEmpty();

    [Fact]
    public void A_sample_is_taken_once()
    {
        _sightings.Add(0, []);

        _sightings.Invoking(sightings => sightings.Add(0, [])).Should().Throw<ArgumentException>();
    }

    private static Finding Of(string label, double confidence, Box box) =>
        new(VisionVocabulary.All.Find(label)!, confidence, box);
}
