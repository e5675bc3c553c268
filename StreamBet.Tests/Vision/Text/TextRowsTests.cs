using StreamBet.Core.Vision.Text;

namespace StreamBet.Tests.Vision.Text;

public sealed class TextRowsTests
{
    [Fact]
    public void A_word_and_a_number_side_by_side_are_one_row_in_reading_order() =>
        Rows(At("100", 200, 50), At("SCORE", 100, 52)).Should().Equal("SCORE 100");

    [Fact]
    public void Rows_above_each_other_stay_apart() =>
        Rows(At("SCORE", 100, 50), At("LEVEL", 100, 80)).Should().Equal("SCORE", "LEVEL");

    [Fact]
    public void Columns_far_apart_stay_apart() =>
        Rows(At("HOME", 100, 50), At("AWAY", 400, 50)).Should().Equal("HOME", "AWAY");

    [Fact]
    public void A_title_does_not_take_in_the_small_print_beside_it() =>
        Rows(At("VICTORY", 100, 50, height: 60), At("press any key", 240, 60, height: 14)).Should().HaveCount(2);

    [Fact]
    public void A_turned_line_stands_alone()
    {
        var turned = Line("SIDE", new TextBox(190, 50, 0, 1, 30, 10));

        Rows(At("SCORE", 100, 50), turned).Should().Equal("SCORE", "SIDE");
    }

    [Fact]
    public void A_row_is_as_certain_as_its_least_certain_line_and_covers_all_of_them()
    {
        var picture = TextPictures.ToPicture(new byte[400 * 100 * 3], 400, 100);
        var score = At("SCORE", 100, 50) with { Second = new Reading("SCORE", 0.7) };
        var number = At("100", 200, 50) with { First = new Reading("100", 0.6), Second = Reading.Nothing };

        var row = JoinedLine.Of([score, number], picture);

        row.First.Should().Be(new Reading("SCORE 100", 0.6));
        row.Second.Should().Be(new Reading("SCORE", 0));
        row.Box.Left.Should().BeApproximately(60 / 400.0, 1e-9);
        row.Box.Right.Should().BeApproximately(240 / 400.0, 1e-9);
    }

    private static IEnumerable<string> Rows(params LineReading[] lines) =>
        TextRows.Join(lines).Select(row => string.Join(' ', row.Select(line => line.First.Text)));

    private static LineReading At(string text, double x, double y, double height = 20) =>
        Line(text, new TextBox(x, y, 1, 0, 40, height / 2));

    private static LineReading Line(string text, TextBox box) => new(box, new Reading(text, 0.9), null);
}
