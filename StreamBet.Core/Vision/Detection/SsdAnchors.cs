namespace StreamBet.Core.Vision.Detection;

/// <summary>An anchor box of the model, given by its centre and size in fractions of the model's square.</summary>
internal readonly record struct SsdAnchor(double X, double Y, double Width, double Height);

/// <summary>The anchor boxes of the third detector: six grids of cells, finest first, with six shapes per cell, or
/// three in the finest grid.</summary>
internal static class SsdAnchors
{
    /// <summary>The side of the model's square in pixels.</summary>
    public const int Size = 300;

    private const double SmallestScale = 0.2;
    private const double LargestScale = 0.95;

    private static readonly int[] Strides = [16, 32, 64, 128, 256, 512];

    /// <summary>Width divided by height, in the order of the model's outputs.</summary>
    private static readonly double[] Ratios = [1, 2, 0.5, 3, 0.3333];

    /// <summary>All anchors, in the order of the model's outputs.</summary>
    public static SsdAnchor[] All { get; } = [.. Enumerable.Range(0, Strides.Length).SelectMany(OfGrid)];

    private static IEnumerable<SsdAnchor> OfGrid(int grid)
    {
        var cells = (int)Math.Ceiling(Size / (double)Strides[grid]);
        var shapes = Shapes(grid).ToArray();
        return
            from row in Enumerable.Range(0, cells)
            from column in Enumerable.Range(0, cells)
            from shape in shapes
            select new SsdAnchor((column + 0.5) / cells, (row + 0.5) / cells, shape.Width, shape.Height);
    }

    private static IEnumerable<(double Width, double Height)> Shapes(int grid)
    {
        if (grid == 0)
            return [Shape(SmallestScale / 2, 1), Shape(SmallestScale, 2), Shape(SmallestScale, 0.5)];

        // One extra square, between the scales of this grid and the next coarser one.
        var next = grid == Strides.Length - 1 ? 1 : ScaleOf(grid + 1);
        return Ratios.Select(ratio => Shape(ScaleOf(grid), ratio)).Append(Shape(Math.Sqrt(ScaleOf(grid) * next), 1));
    }

    private static double ScaleOf(int grid) =>
        SmallestScale + ((LargestScale - SmallestScale) * grid / (Strides.Length - 1));

    private static (double Width, double Height) Shape(double scale, double ratio) =>
        (scale * Math.Sqrt(ratio), scale / Math.Sqrt(ratio));
}
