namespace StreamBet.Core.Vision.Text;

/// <summary>Remembers the lines of one sample, so that those whose pixels have not changed are not read again on the
/// next. Not thread-safe.</summary>
internal sealed class LineCache
{
    private const int Cell = 12;
    private const int Colours = 3;

    /// <summary>Cells of a line may change by this much on average, 0-255: more than a codec's noise, far less than a
    /// letter.</summary>
    private const double MaxChange = 10;

    /// <summary>The detector may draw the same line's box a little differently, by this share of its size.</summary>
    private const double MaxShift = 0.3;

    private List<Known> _known = [];
    private List<Known> _next = [];

    private sealed record Known(LineCrop Crop, LineReading Line);

    /// <summary>The reading of a line on the sample before, if it still shows the same; null otherwise.</summary>
    public LineReading? Find(RgbPicture picture, TextBox box)
    {
        foreach (var known in _known)
        {
            if (!IsNear(known.Line.Box, box) || HasChanged(known.Crop, LineCrop.Of(picture, known.Line.Box)))
                continue;
            _next.Add(known);
            return known.Line;
        }

        return null;
    }

    /// <summary>Remembers a line of this sample.</summary>
    public void Add(LineCrop crop, LineReading line) => _next.Add(new Known(crop, line));

    /// <summary>Ends a sample: forgets the one before.</summary>
    public void Turn() => (_known, _next) = (_next, []);

    private static bool IsNear(TextBox known, TextBox box)
    {
        var slack = MaxShift * known.Height;
        return Math.Abs(known.X - box.X) <= slack && Math.Abs(known.Y - box.Y) <= slack
            && Math.Abs(known.HalfLength - box.HalfLength) <= slack && Math.Abs(known.HalfHeight - box.HalfHeight) <= slack;
    }

    // By cells, since one letter of a long line may be all that changed.
    private static bool HasChanged(LineCrop before, LineCrop now)
    {
        var rowLength = before.Width * Colours;
        for (var top = 0; top < LineCrop.Height; top += Cell)
        {
            for (var left = 0; left < rowLength; left += Cell * Colours)
            {
                var length = Math.Min(Cell * Colours, rowLength - left);
                var sum = 0;
                for (var y = top; y < top + Cell; y++)
                {
                    var at = (y * rowLength) + left;
                    var old = before.Pixels.AsSpan(at, length);
                    var current = now.Pixels.AsSpan(at, length);
                    for (var i = 0; i < length; i++)
                        sum += Math.Abs(old[i] - current[i]);
                }

                if (sum > MaxChange * length * Cell)
                    return true;
            }
        }

        return false;
    }
}
