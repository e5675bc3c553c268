namespace StreamBet.Core.Vision.Text;

/// <summary>Finds the smallest rectangle, turned or not, around some points.</summary>
internal static class SmallestRectangle
{
    private readonly record struct Point(double X, double Y);

    /// <summary>The smallest rectangle around the pixels of some rows. It is read along its longer side, from left to
    /// right; a slightly tall one too, since single letters and digits are.</summary>
    /// <param name="rows">A row's number with the first and the last of its pixels; at least one row.</param>
    public static TextBox Around(IEnumerable<(int Row, int First, int Last)> rows)
    {
        var hull = Hull([.. rows.SelectMany(Corners)]);
        var best = default(TextBox);
        var bestArea = double.MaxValue;
        for (var i = 0; i < hull.Count; i++)
        {
            var (from, to) = (hull[i], hull[(i + 1) % hull.Count]);
            var (x, y) = (to.X - from.X, to.Y - from.Y);
            var length = Math.Sqrt((x * x) + (y * y));
            var box = Along(hull, x / length, y / length);
            var area = box.HalfLength * box.HalfHeight;
            if (area < bestArea)
                (best, bestArea) = (box, area);
        }

        return ToReading(best);
    }

    private static Point[] Corners((int Row, int First, int Last) row) =>
    [
        new(row.First, row.Row), new(row.Last + 1, row.Row), new(row.First, row.Row + 1), new(row.Last + 1, row.Row + 1),
    ];

    // The rectangle around the points with one side in a direction.
    private static TextBox Along(List<Point> points, double x, double y)
    {
        var (first, last) = (double.MaxValue, double.MinValue);
        var (top, bottom) = (double.MaxValue, double.MinValue);
        foreach (var point in points)
        {
            var along = (point.X * x) + (point.Y * y);
            var across = (point.Y * x) - (point.X * y);
            (first, last) = (Math.Min(first, along), Math.Max(last, along));
            (top, bottom) = (Math.Min(top, across), Math.Max(bottom, across));
        }

        var (midAlong, midAcross) = ((first + last) / 2, (top + bottom) / 2);
        return new TextBox(
            (midAlong * x) - (midAcross * y), (midAlong * y) + (midAcross * x), x, y, (last - first) / 2, (bottom - top) / 2);
    }

    // A column of at least this ratio is a line that was turned; a single letter is less tall.
    private static TextBox ToReading(TextBox box)
    {
        const double columnRatio = 1.5;
        var isUpright = Math.Abs(box.AlongY) > Math.Abs(box.AlongX);
        var turns = isUpright
            ? box.HalfLength < columnRatio * box.HalfHeight
            : box.HalfHeight > columnRatio * box.HalfLength;
        if (turns)
        {
            box = box with
            {
                AlongX = -box.AlongY,
                AlongY = box.AlongX,
                HalfLength = box.HalfHeight,
                HalfHeight = box.HalfLength,
            };
        }

        return box.AlongX < 0 ? box with { AlongX = -box.AlongX, AlongY = -box.AlongY } : box;
    }

    // Andrew's monotone chain: the lower side from left to right, then the upper one back.
    private static List<Point> Hull(List<Point> points)
    {
        var sorted = points.Distinct().OrderBy(point => point.X).ThenBy(point => point.Y).ToList();
        var hull = new List<Point>();
        foreach (var side in (IEnumerable<Point>[])[sorted, sorted.AsEnumerable().Reverse()])
        {
            var start = hull.Count;
            foreach (var point in side)
            {
                while (hull.Count >= start + 2 && Turn(hull[^2], hull[^1], point) <= 0)
                    hull.RemoveAt(hull.Count - 1);
                hull.Add(point);
            }

            hull.RemoveAt(hull.Count - 1);
        }

        return hull;
    }

    // Over 0 for a turn to the left, below 0 for one to the right.
    private static double Turn(Point from, Point by, Point to) =>
        ((by.X - from.X) * (to.Y - from.Y)) - ((by.Y - from.Y) * (to.X - from.X));
}
