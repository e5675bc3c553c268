namespace StreamBet.Core.Vision.Text;

/// <summary>Prepares a line for Tesseract, which expects books: dark letters on a light ground.</summary>
internal static class LinePage
{
    private const byte White = 255;

    /// <summary>The line as grey pixels, a byte each, dark on light. A white margin around it, or more contrast, would make
    /// the reader worse: it takes edges for letters.</summary>
    public static byte[] Of(LineCrop line)
    {
        var page = line.ToGrey();
        if (IsLightOnDark(page, line.Width))
        {
            for (var i = 0; i < page.Length; i++)
                page[i] = (byte)(White - page[i]);
        }

        return page;
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
