using System.Globalization;
using StreamBet.Core.Kernel;
using StreamBet.Core.Rule.Texts;

namespace StreamBet.Tests.Rule.Texts;

public class NumberTextTests
{
    [Theory]
    [InlineData("10", "10")]
    [InlineData("1O", "10")]
    [InlineData("1,234", "1234")]
    [InlineData("1'234'567", "1234567")]
    [InlineData("1.234.567", "1234567")]
    [InlineData("2.5", "2.5")]
    [InlineData("2,5", "2.5")]
    [InlineData("1:00", "60 s")]
    [InlineData("1:02:03.5", "3723.5 s")]
    [InlineData("10/30", "10")]
    [InlineData("99%", "99")]
    [InlineData("12 - 5", "12")]
    [InlineData("007.", "7")]
    public void A_number_is_read_as_the_screen_means_it(string text, string value)
    {
        var read = NumberText.Read(text)!;

        (read.Value.ToString(CultureInfo.InvariantCulture) + (read.IsTime ? " s" : "")).Should().Be(value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("IO")]
    [InlineData("-5")]
    [InlineData("1.234")]
    [InlineData("1:60")]
    [InlineData("1:2")]
    [InlineData("3D")]
    [InlineData("1e308")]
    [InlineData("1234567890123")]
    [InlineData("1,2,3")]
    [InlineData("29?")]
    [InlineData("3!")]
    [InlineData("x")]
    public void What_can_be_understood_in_two_ways_or_none_is_no_number(string text) => NumberText.Read(text).Should().BeNull();

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    [InlineData(1e308)]
    [InlineData(1.005)]
    public void A_value_that_no_screen_shows_is_refused(double value)
    {
        var ensure = () => new NumberTest(NumberChange.AtLeast, value).Ensure();

        ensure.Should().Throw<RefusedException>().Which.Refusal.Code.Should().Be("text");
    }

    [Fact]
    public void A_value_is_written_as_people_read_it()
    {
        NumberTest.Parse(" 1:30 ").Should().Be((90.0, true));
        NumberTest.Parse("12").Should().Be((12.0, false));
        NumberTest.Parse("12 kills").Should().BeNull();
        new NumberTest(NumberChange.Under, 90, true).Shown.Should().Be("1:30");
        new NumberTest(NumberChange.Under, 2.5).Shown.Should().Be("2.5");
    }
}
