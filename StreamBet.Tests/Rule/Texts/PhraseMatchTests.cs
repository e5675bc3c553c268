using StreamBet.Core.Rule.Texts;

namespace StreamBet.Tests.Rule.Texts;

public class PhraseMatchTests
{
    [Theory]
    [InlineData("VICTORY", "Victory!")]
    [InlineData("victory royale", "#1 VICTORYROYALE")]
    [InlineData("GAME OVER", "GAME 0VER")]
    [InlineData("ROUND 1", "ROUND I")]
    [InlineData("Café", "CAFE")]
    [InlineData("YOU WIN", "Y OU WIN 100 XP")]
    public void A_line_contains_the_phrase_whatever_its_case_spaces_and_signs(string phrase, string line) =>
        PhraseMatch.Of(phrase, line).IsExact.Should().BeTrue();

    [Theory]
    [InlineData("VICTORY", "DEFEAT")]
    [InlineData("GO", "GOAL")]
    [InlineData("WIN", "WINNER")]
    [InlineData("ROUND 1", "ROUND 2")]
    [InlineData("TEAM A WINS", "TEAM B WINS")]
    [InlineData("GOAL", "GOAT")]
    [InlineData("ROUND 1", "ROUND 10")]
    [InlineData("VICTORY", "")]
    public void Another_word_or_number_is_another_text(string phrase, string line) =>
        PhraseMatch.Of(phrase, line).Edits.Should().BeNull();

    [Fact]
    public void One_letter_of_a_long_word_may_be_read_otherwise()
    {
        PhraseMatch.Of("VICTORY", "V1CTQRY").Edits.Should().Be(1);
        PhraseMatch.Of("VICTORY", "VIGT ORY").Edits.Should().Be(1);
        PhraseMatch.Of("WINNER", "DINNER").Edits.Should().Be(1, "which is why one of the readers must read it letter by letter");
        PhraseMatch.Of("VICTORY", "VICQQRY").Edits.Should().BeNull();
    }

    [Fact]
    public void The_distance_counts_the_letters_that_differ_where_it_is_most_alike()
    {
        PhraseMatch.Of("VICTORY", "VICQQRY").Distance.Should().Be(2);
        PhraseMatch.Of("GOAL", "THE GOALKEEPER").Distance.Should().Be(0);
        PhraseMatch.Of("VICTORY", "").Distance.Should().Be(7);
    }

    [Fact]
    public void A_text_of_any_length_and_script_is_compared()
    {
        PhraseMatch.Of("VICTORY", new string('\ud800', 10_000)).Edits.Should().BeNull();
        PhraseMatch.Of("VICTORY", new string('X', 10_000) + " victory").End.Should().Be(10_008);
        PhraseMatch.Of("VICTORY", "\u52dd\u5229 \ud83c\udfc6").Edits.Should().BeNull();
    }
}
