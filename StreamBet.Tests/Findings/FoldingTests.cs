using StreamBet.Core.Findings;

namespace StreamBet.Tests.Findings;

public sealed class FoldingTests
{
    [Theory]
    [InlineData("Game over!", "GAME OVER")]
    [InlineData("SCORE 1O0", "Score: 100")]
    [InlineData("LEVEL 1", "IEVEI l")]
    public void Texts_that_look_alike_are_folded_to_one(string one, string other) =>
        Folding.Joined(one).Should().Be(Folding.Joined(other));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("ABC", "", 3)]
    [InlineData("VICTORY", "VICTOR", 1)]
    [InlineData("KITTEN", "SITTING", 3)]
    public void The_distance_counts_edits(string one, string other, int distance) =>
        Folding.Distance(one, other).Should().Be(distance);
}
