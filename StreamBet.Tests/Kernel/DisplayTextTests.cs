using StreamBet.Core.Kernel;

namespace StreamBet.Tests.Kernel;

/// <summary>What a person may write for others to see.</summary>
public sealed class DisplayTextTests
{
    private const string Rule = "One line of 1 to 12 characters.";

    [Theory]
    [InlineData("a\u200Bb", "U+200B")]
    [InlineData("a\u200Cb", "U+200C")]
    [InlineData("a\u2060b", "U+2060")]
    [InlineData("a\uFEFFb", "U+FEFF")]
    [InlineData("a\u00ADb", "U+00AD")]
    [InlineData("a\u202Eb", "U+202E")]
    [InlineData("a\u200Fb", "U+200F")]
    [InlineData("a\u2066b", "U+2066")]
    [InlineData("a\u061Cb", "U+061C")]
    [InlineData("a\u2028b", "U+2028")]
    [InlineData("a\u034Fb", "U+034F")]
    [InlineData("\u3164", "U+3164")]
    [InlineData("\u115F", "U+115F")]
    [InlineData("\u2800", "U+2800")]
    [InlineData("a\u180Bb", "U+180B")]
    [InlineData("a\U000E0061b", "U+E0061")]
    [InlineData("a\U000E0100b", "U+E0100")]
    [InlineData("a\uE000b", "U+E000")]
    [InlineData("a\U000F0000b", "U+F0000")]
    [InlineData("a\u0378b", "U+0378")]
    [InlineData("a\uFDD0b", "U+FDD0")]
    [InlineData("\U0001F469\u200D\U0001F467", "U+200D")]
    public void What_cannot_be_seen_or_changes_the_text_around_it_is_refused(string text, string character)
    {
        var refusal = Refusal(text);

        refusal.Code.Should().Be("event");
        refusal.Kind.Should().Be(RefusalKind.Unprocessable);
        refusal.Sentence.Should().Contain(character).And.Contain("Type the text again without it");
    }

    [Fact]
    public void Half_a_character_is_refused() => Refusal("a" + (char)0xD83D).Sentence.Should().Contain("U+FFFD");

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData(" \u3000\u00A0 ")]
    [InlineData("\uFE0F")]
    [InlineData("one\ntwo")]
    [InlineData("one\u0085two")]
    [InlineData("one\u0000two")]
    [InlineData("1234567890123")]
    public void A_text_is_one_line_of_a_certain_length(string? text) => Refusal(text).Sentence.Should().Be(Rule);

    [Theory]
    [InlineData("Zo\u00EB")]
    [InlineData("\u674E\u96F7")]
    [InlineData("\u0645\u0631\u062D\u0628\u0627")]
    [InlineData("\u05E9\u05DC\u05D5\u05DD")]
    [InlineData("\u0928\u092E\u0938\u094D\u0924\u0947")]
    [InlineData("\U0001F44D\U0001F3FD ok")]
    [InlineData("\U0001F1EB\U0001F1F7")]
    [InlineData("123456789012")]
    public void What_can_be_read_stays_as_it_is(string text) => Check(text).Should().Be(text);

    [Theory]
    [InlineData("  Ada\u00A0\u2003Lee\n", "Ada Lee")]
    [InlineData("\u2764\uFE0F dogs", "\u2764 dogs")]
    [InlineData("dogs \u2764 \uFE0F", "dogs \u2764")]
    public void Spaces_become_plain_and_an_emoji_loses_only_its_choice_of_colour(string text, string kept) =>
        Check(text).Should().Be(kept);

    [Fact]
    public void The_rest_of_a_refused_text_can_be_had() =>
        DisplayText.Visible(" \u202Elive\u200B\u3164  \uFEFF ").Should().Be("live");

    [Fact]
    public void A_disguise_can_be_marked() =>
        DisplayText.Marked("Oper\u200Bator \u202EAda").Should().Be("Oper\uFFFDator \uFFFDAda");

    private static string Check(string? text) => DisplayText.Check(text, 12, "event", Rule);

    private static Refusal Refusal(string? text) =>
        FluentActions.Invoking(() => Check(text)).Should().Throw<RefusedException>().Which.Refusal;
}
