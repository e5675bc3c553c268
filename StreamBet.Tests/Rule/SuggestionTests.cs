using StreamBet.Core.Findings;
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
            "Will jumping be seen at least 3 separate times in the next clip? In this one it was seen 2 separate times, in "
            + "2 samples, first at 2 s, with 92.5 % at best.");
    }

    [Fact]
    public void Without_an_activity_it_is_about_the_best_label()
    {
        var suggestion = Suggestion.From(Of(20, Label("Person", (1, 90)), Label("Dog", (2, 95))))!;

        suggestion.Name.Should().Be("Dog");
        suggestion.Text.Should().StartWith("Will a dog be seen in the next clip?").And.Contain("once, in 1 sample");
    }

    [Theory]
    [InlineData("FIGHT", "FIGHT")]
    [InlineData(null, "Dog")]
    public void Text_without_a_number_is_asked_for_where_it_comes_and_goes(string? text, string asked)
    {
        DetectedText[] lines = text is null ? [] : [new(text, text, [Read(3), Read(3.5)])];
        var analysis = Of(20, Label("Dog", (2, 95))) with { Text = new TextFindings(lines, new Coverage(40, 40, TimeSpan.FromSeconds(0.5)), ["one", "two"]) };

        Suggestion.From(analysis)!.Name.Should().Be(asked);

        static Sighting Read(double at) => new(TimeSpan.FromSeconds(at), 95, [new Instance(new Box(0.4, 0.4, 0.2, 0.1), 95)]) { Doubt = 95 };
    }

    [Fact]
    public void Where_nothing_was_found_nothing_is_suggested() => Suggestion.From(Of(20)).Should().BeNull();
}
