using System.Runtime.InteropServices;

namespace StreamBet.Core.Vision.Pictures;

/// <summary>A grey picture to calculate with. Its rows are longer than the picture, so that a calculation of several pixels at
/// once may run over the right edge.</summary>
internal sealed class GreyPlane
{
    // Four of the widest registers that .NET knows, 16 numbers each, and a kernel that starts at the last pixel.
    private const int Slack = 64 + CoarseKernel.MaxSide;

    private GreyPlane(int width, int height)
    {
        (Width, Height, Stride) = (width, height, width + Slack);
        Values = new float[(Stride * height) + Slack];
    }

    /// <summary>The picture's width in pixels.</summary>
    public int Width { get; }

    /// <summary>Its height in pixels.</summary>
    public int Height { get; }

    /// <summary>From the start of a row to the start of the next.</summary>
    public int Stride { get; }

    /// <summary>The pixels, 0-255 each.</summary>
    public float[] Values { get; }

    /// <summary>The same picture.</summary>
    public static GreyPlane Of(GreyPicture picture)
    {
        var plane = new GreyPlane(picture.Width, picture.Height);
        var pixels = picture.Pixels.Span;
        for (var y = 0; y < plane.Height; y++)
        {
            var row = pixels.Slice(y * plane.Width, plane.Width);
            var target = plane.Row(y);
            for (var x = 0; x < row.Length; x++)
                target[x] = row[x];
        }

        return plane;
    }

    /// <summary>A picture of calculated pixels.</summary>
    public static GreyPlane Of(int width, int height, ReadOnlySpan<float> values)
    {
        var plane = new GreyPlane(width, height);
        for (var y = 0; y < height; y++)
            values.Slice(y * width, width).CopyTo(plane.Row(y));
        return plane;
    }

    /// <summary>The pixels without what is beyond the rows.</summary>
    public float[] ToArray()
    {
        var values = new float[Width * Height];
        for (var y = 0; y < Height; y++)
            Row(y).CopyTo(values.AsSpan(y * Width));
        return values;
    }

    /// <summary>The pixels of a row.</summary>
    public Span<float> Row(int y) => MemoryMarshal.CreateSpan(ref Values[y * Stride], Width);

    /// <summary>The picture in another size. Each pixel is the mean of what it covers.</summary>
    public GreyPlane Resize(int width, int height) =>
        width == Width && height == Height ? this : Resize(width, height, 0, 0, Width / (double)width, Height / (double)height);

    /// <summary>A part of the picture in another size. Each pixel is the mean of what it covers.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="left">Where the part starts, in pixels of this picture.</param>
    /// <param name="top">Where the part starts, in pixels of this picture.</param>
    /// <param name="stepX">How much of this picture a pixel covers across.</param>
    /// <param name="stepY">How much of this picture a pixel covers down.</param>
    public GreyPlane Resize(int width, int height, double left, double top, double stepX, double stepY)
    {
        var (columns, rows) = (Cover.Of(width, left, stepX, Width), Cover.Of(height, top, stepY, Height));
        var narrow = new float[width * Height];
        for (var y = 0; y < Height; y++)
        {
            var row = Row(y);
            for (var x = 0; x < width; x++)
            {
                var sum = 0f;
                var weights = columns[x].Weights;
                for (var i = 0; i < weights.Length; i++)
                    sum += weights[i] * row[columns[x].First + i];
                narrow[(y * width) + x] = sum;
            }
        }

        var result = new GreyPlane(width, height);
        for (var y = 0; y < height; y++)
        {
            var target = result.Row(y);
            var weights = rows[y].Weights;
            for (var i = 0; i < weights.Length; i++)
            {
                var source = narrow.AsSpan((rows[y].First + i) * width, width);
                for (var x = 0; x < source.Length; x++)
                    target[x] += weights[i] * source[x];
            }
        }

        return result;
    }

    // The pixels that a pixel of another size covers, and how much of it each fills.
    private readonly record struct Cover(int First, float[] Weights)
    {
        public static Cover[] Of(int count, double start, double step, int length)
        {
            var covers = new Cover[count];
            for (var i = 0; i < count; i++)
                covers[i] = step >= 1 ? Mean(start + (i * step), step, length) : Between(start + ((i + 0.5) * step), length);
            return covers;
        }

        private static Cover Mean(double from, double step, int length)
        {
            from = Math.Clamp(from, 0, length - 1);
            var to = Math.Clamp(from + step, from + 1e-6, length);
            var first = (int)from;
            var weights = new float[Math.Max(1, (int)Math.Ceiling(to) - first)];
            for (var i = 0; i < weights.Length; i++)
                weights[i] = (float)((Math.Min(to, first + i + 1) - Math.Max(from, first + i)) / (to - from));
            return new Cover(first, weights);
        }

        // A pixel that covers less than one is drawn between the two nearest.
        private static Cover Between(double centre, int length)
        {
            var at = Math.Clamp(centre - 0.5, 0, length - 1);
            var first = Math.Min((int)at, Math.Max(0, length - 2));
            var part = (float)(at - first);
            return new Cover(first, length == 1 ? [1] : [1 - part, part]);
        }
    }
}
