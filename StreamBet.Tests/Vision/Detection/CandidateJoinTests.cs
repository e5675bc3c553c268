using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Classes;
using StreamBet.Core.Vision.Detection;

namespace StreamBet.Tests.Vision.Detection;

public sealed class CandidateJoinTests
{
    private const int SsdDog = 20;
    private const int SsdFootwear = 19;
    private static readonly Box Place = new(0.2, 0.2, 0.3, 0.3);

    [Fact]
    public void What_three_models_see_at_one_place_is_one_thing()
    {
        var joined = CandidateJoin.Join([Of("dog", 0.7f)], [Of("dog", 0.6f)], [new RawDetection(SsdDog, 0.5f, Place)]);

        var dog = joined.Should().ContainSingle().Which;
        (dog.Class, dog.Box).Should().Be((CocoClasses.NumberOf("dog"), Place));
        (dog.CenterNet, dog.NanoDet, dog.Ssd).Should().Be((0.7f, 0.6f, 0.5f));
    }

    [Fact]
    public void Boxes_apart_are_two_things() =>
        CandidateJoin.Join([Of("dog", 0.7f)], [new RawDetection(16, 0.6f, new Box(0.6, 0.6, 0.3, 0.3))], [])
            .Should().HaveCount(2);

    [Fact]
    public void What_the_third_model_alone_knows_is_nothing() =>
        CandidateJoin.Join([], [], [new RawDetection(SsdFootwear, 0.9f, Place)]).Should().BeEmpty();

    [Fact]
    public void What_the_third_model_alone_sees_is_no_evidence() =>
        CandidateJoin.Join([], [], [new RawDetection(SsdDog, 0.9f, Place)]).Should().BeEmpty();

    [Fact]
    public void What_covers_too_little_of_the_picture_is_left_out() =>
        CandidateJoin.Join([new RawDetection(0, 0.9f, new Box(0.5, 0.5, 0.038, 0.038))], [], []).Should().BeEmpty();

    [Fact]
    public void A_look_alike_at_the_same_place_is_a_rival()
    {
        var joined = CandidateJoin.Join([Of("dog", 0.6f)], [Of("cow", 0.45f), Of("chair", 0.5f)], []);

        joined.Single(seen => seen.Class == CocoClasses.NumberOf("dog")).Rival.Should().Be(0.45f);
        joined.Single(seen => seen.Class == CocoClasses.NumberOf("cow")).Rival.Should().Be(0.6f);
        joined.Single(seen => seen.Class == CocoClasses.NumberOf("chair")).Rival.Should().Be(0);
    }

    [Fact]
    public void An_animal_is_a_persons_rival_and_a_person_is_no_animals()
    {
        var joined = CandidateJoin.Join([Of("person", 0.5f)], [Of("dog", 0.6f)], []);

        joined.Single(seen => seen.Class == 0).Rival.Should().Be(0.6f);
        joined.Single(seen => seen.Class != 0).Rival.Should().Be(0);
    }

    [Fact]
    public void Vehicle_speaks_for_every_kind_of_vehicle()
    {
        var joined = CandidateJoin.Join(
            [Of("truck", 0.4f), Of("dog", 0.4f)], [], [new RawDetection(OpenImages.Vehicle, 0.8f, Place)]);

        joined.Single(seen => seen.Class == CocoClasses.NumberOf("truck")).Vehicle.Should().Be(0.8f);
        joined.Single(seen => seen.Class == CocoClasses.NumberOf("dog")).Vehicle.Should().Be(0);
    }

    private static RawDetection Of(string name, float score) => new(CocoClasses.NumberOf(name), score, Place);
}
