using StreamBet.Core.Rule;

namespace StreamBet.Tests.Rule;

public class OutcomeWordsTests
{
    [Theory]
    [InlineData("YES", Outcome.Yes, "YES")]
    [InlineData("no", Outcome.No, "NO")]
    [InlineData("Void", null, "void")]
    public void A_word_is_read_in_any_case_and_written_in_one(string typed, Outcome? expected, string word)
    {
        OutcomeWords.TryParse(typed, out var outcome).Should().BeTrue();
        outcome.Should().Be(expected);
        outcome.ToWord().Should().Be(word);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("maybe")]
    [InlineData("0")]
    public void Anything_else_is_no_outcome(string? typed) => OutcomeWords.TryParse(typed, out _).Should().BeFalse();
}
