using StreamBet.Core.Media;
using StreamBet.Core.Vision.Text;

namespace StreamBet.Tests.Vision.Text;

public sealed class LinePageTests
{
    private const int Width = 96;

    [Theory]
    [InlineData(20, 230)]
    [InlineData(230, 20)]
    public void Letters_are_dark_on_light_whatever_they_were(byte ground, byte letters)
    {
        var page = LinePage.Of(Line((x, y) => IsLetter(x, y) ? (letters, letters, letters) : (ground, ground, ground))).First();

        (page.Width, page.Height).Should().Be((Width, LineCrop.Height));
        page.Pixels[0].Should().BeGreaterThan(200);
        page.Pixels[(20 * Width) + 45].Should().BeLessThan(60);
    }

    [Fact]
    public void Letters_with_an_outline_in_front_of_a_picture_are_ink_on_a_page_of_their_own()
    {
        var noise = new Random(1);
        var pages = LinePage.Of(Line((x, y) => IsLetter(x, y) ? ((byte)250, (byte)220, (byte)10)
            : IsOutline(x, y) ? ((byte)0, (byte)0, (byte)0)
            : Grey((byte)noise.Next(60, 256)))).ToList();

        // The grey page, and each ink in its own size and in two thirds of it.
        pages.Should().HaveCountGreaterThan(2).And.HaveCountLessThanOrEqualTo(5);
        var inks = pages.Skip(1).Take((pages.Count - 1) / 2).ToList();
        inks.Should().Contain(page => IsInkWhere(page, IsLetter));
        pages.Skip(1 + inks.Count).Select(page => (page.Width, page.Height))
            .Should().Equal(inks.Select(page => (page.Width * 2 / 3, page.Height * 2 / 3)));
    }

    [Fact]
    public void A_line_of_one_colour_has_no_ink() =>
        LinePage.Of(Line((_, _) => Grey(128))).Should().ContainSingle();

    private static bool IsInkWhere(LinePage page, Func<int, int, bool> isLetter)
    {
        var margin = (page.Width - Width) / 2;
        return Enumerable.Range(0, Width * LineCrop.Height).All(i =>
            (page.Pixels[(((i / Width) + margin) * page.Width) + margin + (i % Width)] == 0) == isLetter(i % Width, i / Width));
    }

    private static bool IsLetter(int x, int y) => x is > 30 and < 66 && y is > 15 and < 33;

    private static bool IsOutline(int x, int y) => x is > 26 and < 70 && y is > 11 and < 37;

    private static (byte Red, byte Green, byte Blue) Grey(byte level) => (level, level, level);

    private static LineCrop Line(Func<int, int, (byte Red, byte Green, byte Blue)> colour)
    {
        var pixels = new byte[Width * LineCrop.Height * 3];
        for (var i = 0; i < pixels.Length; i += 3)
            (pixels[i], pixels[i + 1], pixels[i + 2]) = colour(i / 3 % Width, i / 3 / Width);
        return LineCrop.Of(
            new RgbPicture(pixels, Width, new Letterbox(0, 0, Width, LineCrop.Height)),
            new TextBox(Width / 2.0, LineCrop.Height / 2.0, 1, 0, Width / 2.0, LineCrop.Height / 2.0));
    }
}
