using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Text;

/// <summary>The lines of a row as one.</summary>
/// <param name="Box">The smallest rectangle around them.</param>
/// <param name="First">What the first reader reads; its score is that of the least certain line.</param>
/// <param name="Second">What the second reader reads, likewise; null if there is none.</param>
internal sealed record JoinedLine(Box Box, Reading First, Reading? Second)
{
    /// <summary>Joins lines.</summary>
    /// <param name="lines">From left to right; at least one.</param>
    /// <param name="picture">The picture that they are on.</param>
    public static JoinedLine Of(IReadOnlyList<LineReading> lines, RgbPicture picture)
    {
        var boxes = lines.Select(line => line.Box.ToBox(picture.Width, picture.Height)).ToList();
        var (left, top) = (boxes.Min(box => box.Left), boxes.Min(box => box.Top));
        return new JoinedLine(
            new Box(left, top, boxes.Max(box => box.Right) - left, boxes.Max(box => box.Bottom) - top),
            Join([.. lines.Select(line => line.First)]),
            lines.All(line => line.Second is not null) ? Join([.. lines.Select(line => line.Second!.Value)]) : null);
    }

    private static Reading Join(IReadOnlyList<Reading> parts) => new(
        string.Join(' ', parts.Select(part => part.Text).Where(text => text.Length > 0)), parts.Min(part => part.Score));
}
