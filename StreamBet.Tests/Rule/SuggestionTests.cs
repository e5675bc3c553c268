using StreamBet.Core.Rule;
using static StreamBet.Tests.Support.Analyses;

namespace StreamBet.Tests.Rule;

public class SuggestionTests
{
    [Fact]
    public void It_is_about_the_best_activity_even_if_a_thing_was_surer()
    {
        var analysis = Of(20, Label("Person", (1, 99)), Label("Jumping", (2, 85), (9, 92.5)));

        var suggestion = Suggestion.From(analysis)!;

        suggestion.Name.Should().Be("Jumping");
        suggestion.Criterion.Times.Should().Be(3);
        suggestion.Text.Should().Be(
            "Will jumping be seen at least 3 separate times in the next clip? In this one it was seen 2 separate times in "
            + "2 samples, first at 2 s, with 92.5 % at best.");
    }

    [Fact]
    public void Without_an_activity_it_is_about_the_best_label()
    {
        var suggestion = Suggestion.From(Of(20, Label("Person", (1, 90)), Label("Dog", (2, 95))))!;

        suggestion.Name.Should().Be("Dog");
        suggestion.Text.Should().StartWith("Will a dog be seen in the next clip?").And.Contain("1 separate time in 1 sample");
    }

    [Fact]
    public void Where_nothing_was_found_nothing_is_suggested() => Suggestion.From(Of(20)).Should().BeNull();
}
