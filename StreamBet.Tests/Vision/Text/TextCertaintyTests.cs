using System.Text;
using StreamBet.Core.Vision.Text;

namespace StreamBet.Tests.Vision.Text;

public sealed class TextCertaintyTests
{
    private static readonly TextCertainty Shipped = TextCertainty.Shipped;

    [Fact]
    public void Readers_that_are_certain_and_agree_prove_something() =>
        Shipped.Judge(new Reading("GAME OVER", 0.99), new Reading("GAME OVER", 0.95)).Confidence.Should().BeGreaterThan(90);

    [Fact]
    public void A_second_reader_that_reads_nothing_leaves_only_a_doubt()
    {
        var (confidence, doubt) = Shipped.Judge(new Reading("GAME OVER", 0.99), Reading.Nothing);

        confidence.Should().BeLessThan(80);
        doubt.Should().BeGreaterThan(20);
    }

    [Fact]
    public void Without_a_second_reader_nothing_is_proved()
    {
        var (confidence, doubt) = Shipped.Judge(new Reading("GAME OVER", 0.999), null);

        confidence.Should().Be(Math.Min(79.9, doubt));
        doubt.Should().BeGreaterThan(80);
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.5, 0.9)]
    [InlineData(0.7, 0.3)]
    [InlineData(0.9, 0.9)]
    [InlineData(1, 0.1)]
    [InlineData(1, 1)]
    public void The_doubt_is_never_below_the_confidence(double first, double second)
    {
        foreach (var text in (string[])["VICTORY", "V1CTORY", "DEFEAT", "VICTOR", ""])
        {
            var (confidence, doubt) = Shipped.Judge(new Reading("VICTORY", first), new Reading(text, second));

            confidence.Should().BeInRange(0, 100);
            doubt.Should().BeInRange(confidence, 100);
        }
    }

    [Fact]
    public void The_constants_say_what_they_were_measured_on()
    {
        Shipped.MeasuredOn.Texts.Should().BeGreaterThan(100);
        Shipped.Residue.Should().BeInRange(0.1, 20);
        Encoding.UTF8.GetByteCount(Shipped.ToJson()).Should().BeLessThan(2000);
    }
}
