namespace StreamBet.Core.Vision.Text;

/// <summary>Finds boxes on the detector's map, which says for each pixel how likely it belongs to text.</summary>
internal static class TextMap
{
    /// <summary>A pixel belongs to text above this.</summary>
    private const float MinPixel = 0.3f;

    /// <summary>The minimum mean of a box's pixels.</summary>
    private const double MinBox = 0.6;

    /// <summary>The map shows the core of each line. A box grows by this times its area over its outline, as in the
    /// model's training.</summary>
    private const double Growth = 1.5;

    private const int MinPixels = 12;
    private const double MinSide = 3;

    /// <summary>Finds the boxes of text, in pixels of the map.</summary>
    /// <param name="map">Rows from the top, 0-1 each.</param>
    /// <param name="width">The map's width in pixels.</param>
    public static List<TextBox> Find(ReadOnlySpan<float> map, int width)
    {
        var found = new List<TextBox>();
        var isSeen = new bool[map.Length];
        var left = new Stack<int>();
        for (var start = 0; start < map.Length; start++)
        {
            if (isSeen[start] || map[start] <= MinPixel)
                continue;
            if (ToBox(Fill(map, width, start, isSeen, left)) is { } box)
                found.Add(box);
        }

        return found;
    }

    private static TextBox? ToBox(Patch patch)
    {
        if (patch.Pixels < MinPixels || patch.Sum / patch.Pixels < MinBox)
            return null;
        var box = SmallestRectangle.Around(patch.Rows.Select(row => (row.Key, row.Value.First, row.Value.Last)));
        if (2 * Math.Min(box.HalfLength, box.HalfHeight) < MinSide)
            return null;
        var growth = Growth * box.HalfLength * box.HalfHeight / (box.HalfLength + box.HalfHeight);
        return box with { HalfLength = box.HalfLength + growth, HalfHeight = box.HalfHeight + growth };
    }

    // Pixels that touch each other, corners included.
    private static Patch Fill(ReadOnlySpan<float> map, int width, int start, bool[] isSeen, Stack<int> left)
    {
        var patch = new Patch();
        var height = map.Length / width;
        isSeen[start] = true;
        left.Push(start);
        while (left.TryPop(out var pixel))
        {
            var (row, column) = (pixel / width, pixel % width);
            patch.Add(row, column, map[pixel]);
            for (var y = Math.Max(0, row - 1); y <= Math.Min(height - 1, row + 1); y++)
            {
                for (var x = Math.Max(0, column - 1); x <= Math.Min(width - 1, column + 1); x++)
                {
                    var next = (y * width) + x;
                    if (isSeen[next] || map[next] <= MinPixel)
                        continue;
                    isSeen[next] = true;
                    left.Push(next);
                }
            }
        }

        return patch;
    }

    private sealed class Patch
    {
        public Dictionary<int, (int First, int Last)> Rows { get; } = [];

        public int Pixels { get; private set; }

        public double Sum { get; private set; }

        public void Add(int row, int column, float value)
        {
            Pixels++;
            Sum += value;
            Rows[row] = Rows.TryGetValue(row, out var known)
                ? (Math.Min(known.First, column), Math.Max(known.Last, column))
                : (column, column);
        }
    }
}
