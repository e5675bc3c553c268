using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Packs;

namespace StreamBet.Tests.Vision.Packs;

/// <summary>What a model gets to see.</summary>
public sealed class PackPictureTests
{
    private const int Width = 64;
    private const int Height = 32;

    // Fills the rows 112 to 399 of a frame: red on the left, blue on the right.
    private static readonly FrameGeometry Geometry = new(640, 360);
    private static readonly byte[] Frame = MakeFrame();

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public void Colours_and_layout_are_those_of_the_manifest(bool isBlueFirst, bool isPlanar)
    {
        var input = Input(isBlueFirst, isPlanar, isStretched: true);

        var filled = Fill(input);

        var (red, blue) = isBlueFirst ? (2, 0) : (0, 2);
        At(filled, input, 5, 16, red).Should().BeApproximately(Normal(200, red), 1e-4f);
        At(filled, input, 5, 16, blue).Should().BeApproximately(Normal(0, blue), 1e-4f);
        At(filled, input, 58, 16, red).Should().BeApproximately(Normal(0, red), 1e-4f);
        At(filled, input, 58, 16, blue).Should().BeApproximately(Normal(100, blue), 1e-4f);
        At(filled, input, 0, 0, red).Should().BeApproximately(Normal(200, red), 1e-4f, "a stretched picture fills the input");
        At(filled, input, 63, 31, blue).Should().BeApproximately(Normal(100, blue), 1e-4f);
    }

    [Fact]
    public void A_letterboxed_picture_keeps_its_shape_and_is_centred_on_grey()
    {
        var input = Input(isBlueFirst: false, isPlanar: true, isStretched: false);

        var filled = Fill(input);

        // 16:9 in 64 x 32 is 57 x 32 and starts at 3.
        for (var colour = 0; colour < 3; colour++)
        {
            At(filled, input, 2, 16, colour).Should().Be(Normal(50, colour));
            At(filled, input, 60, 16, colour).Should().Be(Normal(50, colour));
        }

        At(filled, input, 3, 0, 0).Should().BeApproximately(Normal(200, 0), 1e-4f);
        At(filled, input, 59, 31, 2).Should().BeApproximately(Normal(100, 2), 1e-4f);
    }

    [Fact]
    public void An_input_larger_than_the_frame_is_filled()
    {
        var input = Input(isBlueFirst: false, isPlanar: true, isStretched: true) with { Width = 1280, Height = 736 };

        var filled = Fill(input);

        At(filled, input, 0, 0, 0).Should().BeApproximately(Normal(200, 0), 1e-4f);
        At(filled, input, 1279, 735, 2).Should().BeApproximately(Normal(100, 2), 1e-4f);
    }

    private static PackInput Input(bool isBlueFirst, bool isPlanar, bool isStretched) => new(
        Width, Height, isBlueFirst, isPlanar, isStretched, 1 / 255.0, [0.1, 0.2, 0.3], [0.5, 0.6, 0.7], 50);

    private static float Normal(int colour, int index) =>
        (float)(((colour / 255.0) - new[] { 0.1, 0.2, 0.3 }[index]) / new[] { 0.5, 0.6, 0.7 }[index]);

    private static float[] Fill(PackInput input)
    {
        var filled = new float[input.Length];
        new PackPicture(input, Geometry).Fill(filled, Frame);
        return filled;
    }

    private static float At(float[] filled, PackInput input, int x, int y, int colour) => input.IsPlanar
        ? filled[(colour * input.Width * input.Height) + (y * input.Width) + x]
        : filled[(((y * input.Width) + x) * 3) + colour];

    private static byte[] MakeFrame()
    {
        var frame = new byte[512 * 512 * 3];
        for (var y = 112; y < 400; y++)
        {
            for (var x = 0; x < 512; x++)
                frame[(((y * 512) + x) * 3) + (x < 256 ? 0 : 2)] = x < 256 ? (byte)200 : (byte)100;
        }

        return frame;
    }
}
