using StreamBet.Core.Vision.Pictures;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Vision.Pictures;

/// <summary>A picture that can't be told from others is refused, in words that say what to do.</summary>
public class PictureCheckTests
{
    [Fact]
    public void An_icon_is_clear() => Why(MadePictures.Icon(64, 64)).Should().BeNull();

    [Theory]
    [InlineData(15, 200)]
    [InlineData(200, 15)]
    [InlineData(1, 1)]
    public void A_small_picture_is_unclear(int width, int height) => Why(MadePictures.Icon(width, height)).Should().Contain("too small");

    [Fact]
    public void A_thin_picture_is_unclear() => Why(MadePictures.Icon(640, 20)).Should().Contain("too narrow");

    [Fact]
    public void One_colour_is_unclear() =>
        Why(MadePictures.Of(60, 40, (x, y) => 120 + (MadePictures.Noise(x, y, 1) / 64))).Should().Contain("one colour");

    [Fact]
    public void A_gradient_is_unclear()
    {
        Why(MadePictures.Of(60, 40, (x, y) => (x * 3) + y)).Should().Contain("gradient");
        Why(MadePictures.Of(60, 40, (x, y) => 250 - (((x - 30) * (x - 30)) / 5) - (((y - 20) * (y - 20)) / 4))).Should().Contain("gradient");
    }

    [Fact]
    public void Stripes_and_an_edge_are_unclear()
    {
        Why(MadePictures.Of(60, 40, (x, _) => x / 6 % 2 * 200)).Should().Contain("stripes");
        Why(MadePictures.Of(60, 40, (_, y) => y / 6 % 2 * 200)).Should().Contain("stripes");
        Why(MadePictures.Of(60, 40, (x, y) => (x + y) / 8 % 2 * 200)).Should().Contain("stripes");
        Why(MadePictures.Of(60, 40, (x, _) => x < 30 ? 40 : 200)).Should().Contain("an edge");
    }

    [Fact]
    public void Little_to_see_is_unclear() =>
        Why(MadePictures.Of(60, 40, (x, y) => 120 + (20 * Math.Sin(x / 6.0) * Math.Sin(y / 6.0)))).Should().Contain("too little");

    [Fact]
    public void Noise_is_unclear() => Why(MadePictures.Of(60, 40, (x, y) => MadePictures.Noise(x, y, 1))).Should().Contain("busy");

    [Theory]
    [InlineData(120, "half transparent")]
    [InlineData(0, "transparent")]
    public void A_picture_that_is_seen_through_is_unclear(byte alpha, string expected)
    {
        var icon = MadePictures.Icon(64, 64);
        var seen = Enumerable.Range(0, 64 * 64).Select(i => i % 2 == 0 ? alpha : (byte)255).ToArray();

        PictureCheck.WhyUnclear(icon, seen).Should().Contain(expected);
    }

    [Fact]
    public void Round_corners_are_clear()
    {
        var corners = new byte[64 * 64];
        Array.Fill(corners, (byte)255, 200, corners.Length - 400);

        PictureCheck.WhyUnclear(MadePictures.Icon(64, 64), corners).Should().BeNull();
    }

    [Fact]
    public void Letters_in_a_box_are_clear_and_letters_on_the_bare_ground_are_not()
    {
        Why(Letters((_, _) => 30)).Should().BeNull();
        Why(Letters((x, y) => MadePictures.Noise(x / 3, y / 3, 5) * 0.6)).Should().Contain("game shows through");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 16)]
    [InlineData(2_000, 2_000)]
    [InlineData(2_000, 100)]
    [InlineData(100, 2_000)]
    public void No_size_fails(int width, int height) =>
        FluentActions.Invoking(() => Why(MadePictures.Icon(width, height))).Should().NotThrow();

    [Fact]
    public void A_clip_within_the_measured_bounds_is_held_to_the_residue()
    {
        OutOfBounds(1280, 720, 20).Should().BeNull();
        OutOfBounds(320, 180, 20).Should().Contain("too small");
        OutOfBounds(1280, 200, 20).Should().Contain("too narrow");
        OutOfBounds(1280, 720, 1).Should().Contain("too short");
        OutOfBounds(1280, 720, 301).Should().Contain("too long");

        static string? OutOfBounds(int width, int height, double seconds) => PictureCertainty.OutOfBounds(
            Analyses.Of(seconds).Video with { Width = width, Height = height });
    }

    [Fact]
    public void Chances_grow_with_the_likeness_and_the_doubt_is_never_less()
    {
        var last = -1.0;
        for (var likeness = -1.0; likeness <= 1.0001; likeness += 0.01)
        {
            var (confidence, doubt) = PictureCertainty.Judge(likeness, -1);
            confidence.Should().BeInRange(Math.Max(0, last), 100);
            doubt.Should().BeInRange(confidence, 100);
            last = confidence;
        }

        PictureCertainty.Judge(0.5, 0.97).Doubt.Should().BeGreaterThanOrEqualTo(20);
    }

    private static string? Why(GreyPicture picture) => PictureCheck.WhyUnclear(picture, ReadOnlyMemory<byte>.Empty);

    // Five letters like E and F, white.
    private static GreyPicture Letters(Func<int, int, double> ground) => MadePictures.Of(180, 50, (x, y) =>
        x is >= 10 and < 170 && y is >= 10 and < 40 && (x - 10) % 32 is var at && at < 24
            && (at < 8 || y < 17 || (y is >= 22 and < 28 && at < 18) || (y >= 33 && (x - 10) / 32 % 2 == 0))
            ? 240
            : ground(x, y));
}
