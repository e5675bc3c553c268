namespace StreamBet.Core.Vision.Text;

/// <summary>Prepares a line for Tesseract, which expects pages of a book: dark letters on a light ground.</summary>
internal static class LinePage
{
    private const int Margin = 8;
    private const byte White = 255;

    /// <summary>Makes a page of one line: grey, a byte a pixel, dark on light, with a white margin.</summary>
    public static (byte[] Pixels, int Width, int Height) Of(LineCrop line)
    {
        var grey = line.ToGrey();
        var isLightOnDark = IsLightOnDark(grey, line.Width);
        var (width, height) = (line.Width + (2 * Margin), LineCrop.Height + (2 * Margin));
        var page = new byte[width * height];
        Array.Fill(page, White);
        for (var y = 0; y < LineCrop.Height; y++)
        {
            var target = page.AsSpan(((y + Margin) * width) + Margin, line.Width);
            var source = grey.AsSpan(y * line.Width, line.Width);
            for (var x = 0; x < source.Length; x++)
                target[x] = isLightOnDark ? (byte)(White - source[x]) : source[x];
        }

        return (page, width, height);
    }

    // The outermost rows show the ground; the letters differ from it.
    private static bool IsLightOnDark(byte[] grey, int width)
    {
        var ground = (Mean(grey.AsSpan(0, width)) + Mean(grey.AsSpan(grey.Length - width))) / 2;
        return ground < Mean(grey);
    }

    private static double Mean(ReadOnlySpan<byte> values)
    {
        var sum = 0L;
        foreach (var value in values)
            sum += value;
        return sum / (double)values.Length;
    }
}
