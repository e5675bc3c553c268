namespace StreamBet.Core.Vision.Detection;

/// <summary>Converts a frame to the third detector's input: scaled from 512 to 300 pixels, colours from -1 to
/// 1.</summary>
/// <remarks>Each pixel is a weighted mean of all the pixels it covers; otherwise pixels would be skipped and small
/// things lost.</remarks>
internal static class SsdInput
{
    /// <summary>The length of the input in numbers.</summary>
    public const int Length = Size * RowLength;

    private const int Size = SsdAnchors.Size;
    private const int FrameSize = CenterNetDetector.FrameSize;
    private const int Colours = 3;
    private const int RowLength = Size * Colours;
    private const int FrameRowLength = FrameSize * Colours;
    private const double Scale = FrameSize / (double)Size;

    private static readonly Taps[] All = [.. Enumerable.Range(0, Size).Select(MakeTaps)];

    /// <summary>The consecutive frame pixels that contribute to one pixel, and their weights.</summary>
    private sealed record Taps(int First, float[] Weights);

    /// <summary>Fills the input from a frame.</summary>
    /// <param name="input">At least <see cref="Length"/> numbers.</param>
    /// <param name="frame">RGB, 512 x 512.</param>
    public static void Fill(Span<float> input, ReadOnlySpan<byte> frame)
    {
        Span<float> row = stackalloc float[FrameRowLength];
        for (var y = 0; y < Size; y++)
        {
            BlendRows(row, frame, All[y]);
            var target = input.Slice(y * RowLength, RowLength);
            for (var x = 0; x < Size; x++)
                BlendPixels(target.Slice(x * Colours, Colours), row, All[x]);
        }
    }

    private static void BlendRows(Span<float> row, ReadOnlySpan<byte> frame, Taps taps)
    {
        row.Clear();
        for (var tap = 0; tap < taps.Weights.Length; tap++)
        {
            var weight = taps.Weights[tap];
            var source = frame.Slice((taps.First + tap) * FrameRowLength, FrameRowLength);
            for (var i = 0; i < row.Length; i++)
                row[i] += weight * source[i];
        }
    }

    private static void BlendPixels(Span<float> pixel, ReadOnlySpan<float> row, Taps taps)
    {
        var (red, green, blue) = (0f, 0f, 0f);
        var source = row.Slice(taps.First * Colours, taps.Weights.Length * Colours);
        for (var tap = 0; tap < taps.Weights.Length; tap++)
        {
            var weight = taps.Weights[tap];
            red += weight * source[tap * Colours];
            green += weight * source[(tap * Colours) + 1];
            blue += weight * source[(tap * Colours) + 2];
        }

        pixel[0] = (red / 127.5f) - 1;
        pixel[1] = (green / 127.5f) - 1;
        pixel[2] = (blue / 127.5f) - 1;
    }

    /// <summary>The weights fall linearly to zero at a distance of one output pixel.</summary>
    private static Taps MakeTaps(int pixel)
    {
        var centre = ((pixel + 0.5) * Scale) - 0.5;
        var first = Math.Max(0, (int)Math.Ceiling(centre - Scale));
        var last = Math.Min(FrameSize - 1, (int)Math.Floor(centre + Scale));
        var weights = Enumerable.Range(first, last - first + 1)
            .Select(at => 1 - (Math.Abs(at - centre) / Scale)).ToArray();
        var sum = weights.Sum();
        return new Taps(first, [.. weights.Select(weight => (float)(weight / sum))]);
    }
}
