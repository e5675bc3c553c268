using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Detection;

namespace StreamBet.Tests.Vision.Detection;

public sealed class FrameTests
{
    [Fact]
    public void A_wide_picture_loses_the_bars_above_and_below()
    {
        var box = new FrameGeometry(1280, 720).ToPicture(0.25, 0.21875, 0.75, 0.5);

        box.Left.Should().BeApproximately(0.25, 1e-9);
        box.Width.Should().BeApproximately(0.5, 1e-9);
        box.Top.Should().BeApproximately(0, 1e-9);
        box.Bottom.Should().BeApproximately(0.5, 1e-9);
    }

    [Fact]
    public void A_tall_picture_loses_the_bars_at_its_sides()
    {
        var box = new FrameGeometry(320, 640).ToPicture(0.5, 0, 0.75, 1);

        box.Left.Should().BeApproximately(0.5, 1e-9);
        box.Right.Should().BeApproximately(1, 1e-9);
        box.Height.Should().BeApproximately(1, 1e-9);
    }

    [Fact]
    public void What_lies_on_the_bars_covers_nothing_of_the_picture() =>
        new FrameGeometry(1280, 720).ToPicture(0.1, 0.01, 0.4, 0.2).Area.Should().Be(0);

    [Fact]
    public void One_thing_found_twice_is_kept_once_and_two_things_are_kept()
    {
        var best = new RawDetection(0, 0.9f, new Box(0.1, 0.1, 0.2, 0.2));
        var again = new RawDetection(0, 0.8f, new Box(0.11, 0.1, 0.2, 0.2));
        var otherClass = new RawDetection(1, 0.7f, new Box(0.1, 0.1, 0.2, 0.2));
        var otherPlace = new RawDetection(0, 0.6f, new Box(0.6, 0.6, 0.2, 0.2));

        NonMaximumSuppression.Apply([otherPlace, again, otherClass, best])
            .Should().Equal(best, otherClass, otherPlace);
    }

    [Fact]
    public void An_even_picture_becomes_even_planes_blue_first()
    {
        var frame = new byte[512 * 512 * 3];
        for (var i = 0; i < frame.Length; i++)
            frame[i] = (byte)(i % 3 == 0 ? 200 : i % 3 == 1 ? 100 : 50);
        var input = new float[NanoDetInput.Length];

        NanoDetInput.Fill(input, frame);

        const int plane = 416 * 416;
        input[..plane].Should().OnlyContain(value => Math.Abs(value - ((50 - 103.53f) / 57.375f)) < 1e-4);
        input[plane..(2 * plane)].Should().OnlyContain(value => Math.Abs(value - ((100 - 116.28f) / 57.12f)) < 1e-4);
        input[(2 * plane)..].Should().OnlyContain(value => Math.Abs(value - ((200 - 123.675f) / 58.395f)) < 1e-4);
    }

    [Fact]
    public void A_slope_stays_a_slope_when_it_is_scaled()
    {
        var frame = new byte[512 * 512 * 3];
        for (var i = 0; i < frame.Length; i++)
            frame[i] = (byte)(i / 3 % 512 / 2);
        var input = new float[NanoDetInput.Length];

        NanoDetInput.Fill(input, frame);

        // At x of 416 the picture was at (x + 0.5) * 512 / 416 - 0.5 of 512, and half of that is its brightness.
        for (var x = 1; x < 415; x++)
        {
            var expected = ((((x + 0.5f) * 512 / 416) - 0.5f) / 2) - 0.25f;
            ((input[(200 * 416) + x] * 57.375f) + 103.53f).Should().BeApproximately(expected, 0.51f);
        }
    }
}
