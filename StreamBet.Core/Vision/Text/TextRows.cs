namespace StreamBet.Core.Vision.Text;

/// <summary>Joins the lines that stand side by side: "SCORE" and "100" are found apart but belong together.</summary>
internal static class TextRows
{
    /// <summary>The widest gap within a row, in heights of its larger line; wider ones separate columns.</summary>
    private const double MaxGap = 3;

    /// <summary>Unites the boxes of one row that overlap. They grew into the space between two words, so each would show
    /// the other's nearest letter.</summary>
    public static IReadOnlyList<TextBox> Unite(IEnumerable<TextBox> boxes)
    {
        var united = new List<TextBox>();
        foreach (var box in boxes.OrderBy(box => box.Left))
        {
            var at = united.FindLastIndex(known => known.IsInRowWith(box) && box.Left < known.Right);
            if (at < 0)
                united.Add(box);
            else
                united[at] = united[at].Unite(box);
        }

        return united;
    }

    /// <summary>Joins lines into rows. Lines that stand alone or are turned stay as they are.</summary>
    /// <param name="lines">The lines of a picture.</param>
    /// <returns>The lines of each row from left to right.</returns>
    public static IReadOnlyList<IReadOnlyList<LineReading>> Join(IEnumerable<LineReading> lines)
    {
        var rows = new List<List<LineReading>>();
        foreach (var line in lines.OrderBy(line => line.Box.Left))
        {
            var row = rows.Find(row => Continues(row[^1].Box, line.Box));
            if (row is null)
                rows.Add([line]);
            else
                row.Add(line);
        }

        return rows;
    }

    private static bool Continues(TextBox row, TextBox next)
    {
        var larger = Math.Max(row.Height, next.Height);
        return row.IsInRowWith(next) && next.Left - row.Right <= MaxGap * larger && next.Left - row.Right >= -larger;
    }
}
