using StreamBet.Core.Vision.Labels;

namespace StreamBet.Tests.Vision.Labels;

public sealed class VisionVocabularyTests
{
    [Fact]
    public void It_holds_every_named_class_and_every_activity() =>
        VisionVocabulary.All.Labels.Should().HaveCount(77 + 8);

    [Theory]
    [InlineData("Dog", false, true)]
    [InlineData("Bird", false, false)]
    [InlineData("Surfing", true, false)]
    [InlineData("Cycling", true, true)]
    public void It_tells_what_a_label_is(string name, bool isActivity, bool isValidated)
    {
        var label = VisionVocabulary.All.Find(name)!;

        label.IsActivity.Should().Be(isActivity);
        label.IsValidated.Should().Be(isValidated);
    }

    [Fact]
    public void It_tells_what_can_be_proved_and_disproved_with_the_measured_figures()
    {
        var person = VisionVocabulary.All.Find("Person")!;

        (person.CanBeProved, person.CanBeDisproved).Should().Be((true, true));
        person.Measured!.Positives.Should().BeGreaterThanOrEqualTo(10);
        person.Measured.Precision.Should().BeInRange(0.9, 1);
        person.Measured.Recall.Should().BeInRange(0.9, 1);
        VisionVocabulary.All.Find("Bird")!.CanBeProved.Should().BeFalse();
        VisionVocabulary.All.Labels.Where(label => label.IsActivity).Should().NotContain(label => label.CanBeDisproved);
    }

    [Fact]
    public void What_the_models_do_not_know_is_not_in_it() => VisionVocabulary.All.Find("Jumping").Should().BeNull();
}
