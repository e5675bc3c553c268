using StreamBet.Core.Media;
using StreamBet.Core.Vision.Text;

namespace StreamBet.Tests.Vision.Text;

public sealed class LinePageTests
{
    [Theory]
    [InlineData(20, 230)]
    [InlineData(230, 20)]
    public void Letters_are_dark_on_light_whatever_they_were(byte ground, byte letters)
    {
        const int width = 96;
        var pixels = new byte[width * LineCrop.Height * 3];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = i / 3 / width is > 15 and < 30 && i / 3 % width is > 40 and < 50 ? letters : ground;

        var page = LinePage.Of(LineCrop.Of(
            new RgbPicture(pixels, width, new Letterbox(0, 0, width, LineCrop.Height)),
            new TextBox(width / 2.0, LineCrop.Height / 2.0, 1, 0, width / 2.0, LineCrop.Height / 2.0)));

        page.Should().HaveCount(width * LineCrop.Height);
        page[0].Should().BeGreaterThan(200);
        page[(20 * width) + 45].Should().BeLessThan(60);
    }
}
