using System.Numerics.Tensors;

namespace StreamBet.Core.Vision.Pictures;

/// <summary>Reads a place of a sample in the size of a template. Not thread-safe: it reuses its room.</summary>
internal sealed class PatchReader(PlaneLadder sample)
{
    private readonly float[] _line = new float[sample.Whole.Width + 1];
    private readonly float[] _difference = new float[sample.Whole.Width + 1];
    private int[] _columns = [];
    private float[] _parts = [];

    /// <summary>Reads the place between the pixels nearest to each. What lies outside of the sample is like its edge.</summary>
    /// <param name="place">The place.</param>
    /// <param name="template">The template whose size and shape is read.</param>
    /// <param name="patch">Where to write the pixels.</param>
    public void Read(Place place, FineTemplate template, Span<float> patch)
    {
        var (width, height) = (template.Width, template.Height);
        var whole = sample.Whole;
        var plane = sample.AtLeast(width / (place.Share * whole.Width));
        var across = place.Share * plane.Width;
        var down = place.Share * whole.Width * height / width / whole.Height * plane.Height;
        var (left, top) = ((place.X * plane.Width) - (across / 2), (place.Y * plane.Height) - (down / 2));
        if (_columns.Length < width)
            (_columns, _parts) = (new int[width], new float[width]);
        for (var x = 0; x < width; x++)
            (_columns[x], _parts[x]) = At(left + ((x + 0.5) * across / width), plane.Width);
        var (first, count) = (_columns[0], _columns[width - 1] - _columns[0] + 2);
        if (plane.Width == 1)
            count = 1;
        for (var y = 0; y < height; y++)
        {
            var (row, part) = At(top + ((y + 0.5) * down / height), plane.Height);
            var upper = plane.Row(row).Slice(first, count);
            var lower = plane.Row(Math.Min(plane.Height - 1, row + 1)).Slice(first, count);
            var line = _line.AsSpan(0, count);
            var difference = _difference.AsSpan(0, count);
            TensorPrimitives.Subtract<float>(lower, upper, difference);
            TensorPrimitives.MultiplyAdd(difference, part, upper, line);
            var target = patch.Slice(y * width, width);
            for (var x = 0; x < target.Length; x++)
            {
                var i = _columns[x] - first;
                var value = line[i];
                target[x] = value + (_parts[x] * (line[Math.Min(i + 1, count - 1)] - value));
            }
        }
    }

    /// <summary>The place, moved by pixels of the template.</summary>
    public Place Move(Place place, FineTemplate template, double across, double down)
    {
        var pixel = place.Share / template.Width;
        return place with
        {
            X = place.X + (across * pixel),
            Y = place.Y + (down * pixel * sample.Whole.Width / sample.Whole.Height),
        };
    }

    private static (int First, float Part) At(double centre, int length)
    {
        var at = Math.Clamp(centre - 0.5, 0, length - 1);
        var first = Math.Min((int)at, Math.Max(0, length - 2));
        return (first, (float)(at - first));
    }
}
