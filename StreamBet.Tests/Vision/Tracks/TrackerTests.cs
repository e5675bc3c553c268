using CsCheck;
using StreamBet.Core.Findings;
using StreamBet.Core.Rule;
using StreamBet.Core.Vision.Certainty;
using StreamBet.Core.Vision.Classes;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Labels;
using StreamBet.Core.Vision.Tracks;
using Evidence = StreamBet.Core.Vision.Detection.Evidence;

namespace StreamBet.Tests.Vision.Tracks;

public sealed class TrackerTests
{
    private static readonly Box Here = new(0.2, 0.2, 0.2, 0.2);
    private static readonly Box Elsewhere = new(0.7, 0.7, 0.2, 0.2);
    private static readonly int[] Classes = [.. new[] { "person", "dog", "car", "truck", "cat" }.Select(CocoClasses.NumberOf)];

    private static readonly Gen<(int Sample, Candidate Seen)[]> Clips =
        (from sample in Gen.Int[0, 12]
         from coco in Gen.Int[0, Classes.Length - 1].Select(at => Classes[at])
         from left in Gen.Double[0, 0.8]
         from centerNet in Gen.Double[0, 0.9]
         from nanoDet in Gen.Double[0, 0.9]
         from rival in Gen.Double[0, 0.9]
         select (sample, new Candidate(coco, new Box(left, 0.3, 0.15, 0.3))
         {
             CenterNet = centerNet,
             NanoDet = nanoDet,
             Rival = rival,
         })).Array[1, 30];

    [Fact]
    public void A_thing_that_moves_is_one_track()
    {
        var tracks = Join((0, Dog(Here)), (1, Dog(new Box(0.35, 0.2, 0.2, 0.2))), (2, Dog(new Box(0.5, 0.2, 0.2, 0.2))));

        tracks.Should().ContainSingle().Which.Points.Select(point => point.Sample).Should().Equal(0, 1, 2);
    }

    [Fact]
    public void Two_things_at_a_time_are_two_tracks() =>
        Join((0, Dog(Here)), (0, Dog(Elsewhere)), (1, Dog(Elsewhere)), (1, Dog(Here)))
            .Should().HaveCount(2).And.OnlyContain(track => track.Points.Count == 2);

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void A_thing_that_is_gone_for_more_than_a_second_comes_back_as_another(int next, int tracks) =>
        Join((0, Dog(Here)), (next, Dog(Here))).Should().HaveCount(tracks);

    [Fact]
    public void Another_class_is_another_track() =>
        Join((0, Dog(Here)), (1, Dog(Here) with { Class = CocoClasses.NumberOf("cat") })).Should().HaveCount(2);

    [Fact]
    public void A_tracks_figure_is_the_mean_of_its_two_best_half_seconds()
    {
        var track = Join((0, Dog(Here, 0.5)), (1, Dog(Here, 0.7)), (2, Dog(Here, 0.4))).Single();

        track.Evidence.Should().BeApproximately((Evidence.Of(Dog(Here, 0.5)) + Evidence.Of(Dog(Here, 0.7))) / 2, 1e-9);
        track.Figures().Max(point => point.Evidence).Should().BeApproximately(track.Evidence, 1e-9);
        track.IsUnsupported.Should().BeFalse();
    }

    [Fact]
    public void A_thing_on_one_sample_is_unsupported_and_weak()
    {
        var track = Join((0, Dog(Here, 0.9))).Single();

        track.IsUnsupported.Should().BeTrue();
        track.Evidence.Should().BeApproximately((Evidence.Of(Dog(Here, 0.9)) - 4) / 2, 1e-9);
    }

    [Fact]
    public void A_person_that_is_an_animal_most_of_the_time_is_unsupported()
    {
        var person = Dog(Here, 0.6) with { Class = 0, Ssd = 0.6 };

        Join((0, person), (1, person with { Rival = 0.5 }), (2, person with { Rival = 0.5 })).Single()
            .IsUnsupported.Should().BeTrue();
        Join((0, person), (1, person), (2, person with { Rival = 0.5 })).Single().IsUnsupported.Should().BeFalse();
    }

    [Fact]
    public void Every_candidate_is_in_one_track_and_no_track_has_two_at_a_time() => Clips.Sample(clip =>
    {
        var tracks = Join(clip);
        return tracks.Sum(track => track.Points.Count) == clip.Length
            && tracks.All(track => track.Points.Zip(track.Points.Skip(1)).All(pair => pair.First.Sample < pair.Second.Sample));
    });

    [Fact]
    public void A_points_figures_never_pass_the_tracks_and_guards_never_add() => Clips.Sample(clip =>
        Join(clip).All(track => track.Figures().All(point =>
            point.Evidence <= track.Evidence + 1e-9 && point.Guarded <= track.Guarded + 1e-9
            && point.Guarded <= point.Evidence + 1e-9)));

    [Fact]
    public void What_is_surely_a_car_is_doubt_for_a_truck_and_a_bus()
    {
        var car = Dog(Here, 0.8) with { Class = CocoClasses.NumberOf("car"), Ssd = 0.8, Vehicle = 0.8 };
        var signs = Signs.Of(Join((0, car), (1, car)));

        signs.Where(sign => sign.Guarded is null).Select(sign => CocoClasses.All[sign.Class].Name).Distinct()
            .Should().BeEquivalentTo("truck", "bus");
        signs.Where(sign => sign.Guarded is null).Should().OnlyContain(sign => sign.Evidence == -1 && sign.IsUnsupported);
    }

    [Fact]
    public void What_is_surely_a_dog_is_no_doubt_for_a_cat_and_what_may_be_one_is()
    {
        static bool IsDoubtForCat(double score) => Signs.Of(Join((0, Dog(Here, score)), (1, Dog(Here, score))))
            .Any(sign => sign.Class == CocoClasses.NumberOf("cat"));

        IsDoubtForCat(0.8).Should().BeFalse();
        IsDoubtForCat(0.35).Should().BeTrue();
    }

    [Fact]
    public void A_dog_that_leaves_and_returns_is_two_and_one_that_is_hard_to_see_for_a_moment_is_one()
    {
        var there = Enumerable.Range(0, 10).Select(sample => (sample, Dog(Here, sample is 4 or 5 ? 0.3 : 0.7)));
        var back = Enumerable.Range(14, 4).Select(sample => (sample, Dog(Here, 0.7)));

        CountDogs([.. there]).Should().Be(1);
        CountDogs([.. there, .. back]).Should().Be(2);
    }

    private static int CountDogs(params (int Sample, Candidate Seen)[] clip) => CriterionEvaluator.CountOccurrences(
        new LabelMaker(CalibrationTable.Shipped, samplesPerSecond: 2).Make(Signs.Of(Join(clip)))
            .Single(label => label.Name == "Dog").Sightings
            .Where(sighting => sighting.Confidence >= DetectedLabel.MinConfidence).Select(sighting => sighting.At));

    private static IReadOnlyList<Track> Join(params (int Sample, Candidate Seen)[] clip) => Tracker.Join(
        clip.GroupBy(point => point.Sample, point => point.Seen).OrderBy(sample => sample.Key)
            .Select(sample => KeyValuePair.Create(sample.Key, (IReadOnlyList<Candidate>)[.. sample])),
        samplesPerSecond: 2);

    private static Candidate Dog(Box box, double score = 0.6) =>
        new(CocoClasses.NumberOf("dog"), box) { CenterNet = score, NanoDet = score };
}
