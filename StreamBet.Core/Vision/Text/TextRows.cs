namespace StreamBet.Core.Vision.Text;

/// <summary>Joins the lines that stand side by side: "SCORE" and "100" are found apart but belong together.</summary>
internal static class TextRows
{
    /// <summary>The widest gap within a row, in heights of its larger line; wider ones separate columns.</summary>
    private const double MaxGap = 3;

    /// <summary>Lines of one row share at least this much of the smaller one's height.</summary>
    private const double MinShared = 0.5;

    /// <summary>The height of a row's lines differs at most by this factor.</summary>
    private const double MaxRatio = 2;

    /// <summary>Joins lines into rows. Lines that stand alone or are turned stay as they are.</summary>
    /// <param name="lines">The lines of a picture.</param>
    /// <returns>The lines of each row from left to right.</returns>
    public static IReadOnlyList<IReadOnlyList<LineReading>> Join(IEnumerable<LineReading> lines)
    {
        var rows = new List<List<LineReading>>();
        foreach (var line in lines.OrderBy(line => line.Box.X - line.Box.HalfLength))
        {
            var row = line.Box.IsLevel ? rows.FirstOrDefault(row => Continues(row[^1].Box, line.Box)) : null;
            if (row is null)
                rows.Add([line]);
            else
                row.Add(line);
        }

        return rows;
    }

    private static bool Continues(TextBox row, TextBox next)
    {
        if (!row.IsLevel)
            return false;
        var (smaller, larger) = (Math.Min(row.Height, next.Height), Math.Max(row.Height, next.Height));
        var shared = Math.Min(row.Y + row.HalfHeight, next.Y + next.HalfHeight)
            - Math.Max(row.Y - row.HalfHeight, next.Y - next.HalfHeight);
        var gap = next.X - next.HalfLength - (row.X + row.HalfLength);
        return shared >= MinShared * smaller && larger <= MaxRatio * smaller && gap <= MaxGap * larger && gap >= -larger;
    }
}
