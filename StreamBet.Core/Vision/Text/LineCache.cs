namespace StreamBet.Core.Vision.Text;

/// <summary>A line that was read on the sample before.</summary>
/// <param name="Crop">Its pixels when it was read.</param>
/// <param name="Line">The reading, and where the line was then.</param>
/// <param name="Tries">How often the second reader has tried this line without agreeing with the first one; 0 once they
/// agree.</param>
/// <param name="Page">Which of the line's pages the second reader reads best, from 0.</param>
internal sealed record KnownLine(LineCrop Crop, LineReading Line, int Tries, int Page);

/// <summary>Remembers the lines of one sample, so that what stays the same is not read again on the next. Not
/// thread-safe.</summary>
internal sealed class LineCache
{
    private const int Cell = 12;
    private const int Colours = 3;

    /// <summary>Cells of a line may change by this much on average, 0-255: more than a codec's noise, far less than a
    /// letter.</summary>
    private const double MaxChange = 10;

    /// <summary>The detector may draw the same line's box a little differently: either end by this share of its height, which is
    /// less than a digit takes.</summary>
    private const double MaxShift = 0.25;

    private List<KnownLine> _known = [];
    private List<KnownLine> _next = [];

    /// <summary>The line that was in a place on the sample before; null for none.</summary>
    public KnownLine? Find(TextBox box) => _known.Find(known => IsNear(known.Line.Box, box));

    /// <summary>Remembers a line for the next sample.</summary>
    public void Keep(KnownLine line) => _next.Add(line);

    /// <summary>Ends a sample: forgets the one before.</summary>
    public void Turn() => (_known, _next) = (_next, []);

    /// <summary>Whether a line's pixels differ from those on a picture. Compared by cells, since one letter of a long line
    /// may be all that changed.</summary>
    public static bool HasChanged(KnownLine line, RgbPicture picture)
    {
        var (before, now) = (line.Crop, LineCrop.Of(picture, line.Line.Box));
        for (var top = 0; top < LineCrop.Height; top += Cell)
        {
            for (var left = 0; left < before.Width; left += Cell)
            {
                if (HasChanged(before, now, left, top))
                    return true;
            }
        }

        return false;
    }

    private static bool IsNear(TextBox known, TextBox box)
    {
        var slack = MaxShift * known.Height;
        return Math.Abs(known.X - box.X) + Math.Abs(known.HalfLength - box.HalfLength) <= slack
            && Math.Abs(known.Y - box.Y) <= slack && Math.Abs(known.HalfHeight - box.HalfHeight) <= slack;
    }

    private static bool HasChanged(LineCrop before, LineCrop now, int left, int top)
    {
        var length = Math.Min(Cell, before.Width - left) * Colours;
        var sum = 0;
        for (var y = top; y < top + Cell; y++)
        {
            var start = ((y * before.Width) + left) * Colours;
            var old = before.Pixels.AsSpan(start, length);
            var current = now.Pixels.AsSpan(start, length);
            for (var i = 0; i < length; i++)
                sum += Math.Abs(old[i] - current[i]);
        }

        return sum > MaxChange * length * Cell;
    }
}
