namespace StreamBet.Core.Vision.Detection;

/// <summary>Converts a frame to NanoDet's input: scaled from 512 to 416 pixels, one plane per colour, blue first, each
/// normalised by its mean and deviation in the training pictures.</summary>
internal static class NanoDetInput
{
    /// <summary>The side of the input in pixels.</summary>
    public const int Size = 416;

    /// <summary>The length of the input in numbers.</summary>
    public const int Length = Colours * Size * Size;

    private const int FrameSize = CenterNetDetector.FrameSize;
    private const int Colours = 3;
    private const int RowLength = FrameSize * Colours;

    private static readonly Tap[] Taps = MakeTaps();

    /// <summary>A position between two pixels of the frame: the first pixel, and the weight of the second.</summary>
    private readonly record struct Tap(int First, float Weight);

    /// <summary>Fills the input from a frame.</summary>
    /// <param name="input">At least <see cref="Length"/> numbers.</param>
    /// <param name="frame">RGB, 512 x 512.</param>
    public static void Fill(Span<float> input, ReadOnlySpan<byte> frame)
    {
        var blue = input[..(Size * Size)];
        var green = input.Slice(Size * Size, Size * Size);
        var red = input.Slice(2 * Size * Size, Size * Size);
        Span<float> row = stackalloc float[RowLength];
        for (var y = 0; y < Size; y++)
        {
            BlendRows(row, frame, Taps[y]);
            var start = y * Size;
            for (var x = 0; x < Size; x++)
            {
                var tap = Taps[x];
                var pair = row.Slice(tap.First * Colours, 2 * Colours);
                blue[start + x] = (Between(pair[2], pair[5], tap.Weight) - 103.53f) * (1 / 57.375f);
                green[start + x] = (Between(pair[1], pair[4], tap.Weight) - 116.28f) * (1 / 57.12f);
                red[start + x] = (Between(pair[0], pair[3], tap.Weight) - 123.675f) * (1 / 58.395f);
            }
        }
    }

    private static void BlendRows(Span<float> row, ReadOnlySpan<byte> frame, Tap tap)
    {
        var upper = frame.Slice(tap.First * RowLength, RowLength);
        var lower = frame.Slice((tap.First + 1) * RowLength, RowLength);
        for (var i = 0; i < row.Length; i++)
            row[i] = Between(upper[i], lower[i], tap.Weight);
    }

    private static float Between(float first, float second, float weight) => first + ((second - first) * weight);

    private static Tap[] MakeTaps()
    {
        var taps = new Tap[Size];
        for (var i = 0; i < Size; i++)
        {
            // Aligns pixel centres: half a pixel is added before scaling and subtracted after.
            var position = ((i + 0.5f) * FrameSize / Size) - 0.5f;
            var first = Math.Clamp((int)position, 0, FrameSize - 2);
            taps[i] = new Tap(first, Math.Clamp(position - first, 0, 1));
        }

        return taps;
    }
}
