namespace StreamBet.Core.Vision.Text;

/// <summary>A line cut out of a picture, turned upright and scaled to one height.</summary>
internal sealed class LineCrop
{
    /// <summary>Pixels.</summary>
    public const int Height = 48;

    private const int Colours = 3;
    private const int MinWidth = 16;

    /// <summary>Longer lines are compressed.</summary>
    private const int MaxWidth = 1600;

    /// <summary>The most points per pixel and direction that are averaged when a large line shrinks.</summary>
    private const int MaxPoints = 4;

    private LineCrop(byte[] pixels) => Pixels = pixels;

    /// <summary>Rows from the top, three bytes a pixel: red, green, blue.</summary>
    public byte[] Pixels { get; }

    /// <summary>Pixels.</summary>
    public int Width => Pixels.Length / Colours / Height;

    /// <summary>Cuts a line out of a picture.</summary>
    public static LineCrop Of(RgbPicture picture, TextBox box)
    {
        var width = Math.Clamp(
            (int)Math.Ceiling(Height * box.HalfLength / Math.Max(box.HalfHeight, 0.5)), MinWidth, MaxWidth);
        var points = Math.Clamp((int)Math.Round(box.Height / Height), 1, MaxPoints);
        var fine = new float[width * points * Colours];
        var sums = new float[width * Colours];
        var pixels = new byte[Height * width * Colours];
        for (var y = 0; y < Height; y++)
        {
            Array.Clear(sums);
            for (var part = 0; part < points; part++)
            {
                SampleRow(fine, picture, box, (y + ((part + 0.5) / points)) / Height);
                for (var i = 0; i < fine.Length; i++)
                    sums[(i / Colours / points * Colours) + (i % Colours)] += fine[i];
            }

            for (var i = 0; i < sums.Length; i++)
                pixels[(y * sums.Length) + i] = (byte)((sums[i] / (points * points)) + 0.5f);
        }

        return new LineCrop(pixels);
    }

    /// <summary>Its grey values, a byte a pixel.</summary>
    public byte[] ToGrey()
    {
        var grey = new byte[Pixels.Length / Colours];
        for (var i = 0; i < grey.Length; i++)
        {
            var (red, green, blue) = (Pixels[i * Colours], Pixels[(i * Colours) + 1], Pixels[(i * Colours) + 2]);
            grey[i] = (byte)(((red * 77) + (green * 150) + (blue * 29)) >> 8);
        }

        return grey;
    }

    // Pixels of a row of the box; "down" is from 0, its top, to 1.
    private static void SampleRow(float[] row, RgbPicture picture, TextBox box, double down)
    {
        var count = row.Length / Colours;
        var across = ((2 * down) - 1) * box.HalfHeight;
        var step = 2 * box.HalfLength / count;
        var first = (step / 2) - box.HalfLength;
        picture.Sample(
            row,
            box.X + (first * box.AlongX) - (across * box.AlongY) - 0.5,
            box.Y + (first * box.AlongY) + (across * box.AlongX) - 0.5,
            step * box.AlongX,
            step * box.AlongY);
    }
}
