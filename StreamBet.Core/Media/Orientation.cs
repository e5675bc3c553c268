using System.Globalization;

namespace StreamBet.Core.Media;

/// <summary>How a player turns a coded picture: it mirrors it first, then rotates it.</summary>
/// <param name="IsMirrored">Whether it is mirrored left to right.</param>
/// <param name="Rotation">Degrees clockwise: 0, 90, 180 or 270.</param>
internal readonly record struct Orientation(bool IsMirrored, int Rotation)
{
    /// <summary>The orientation in a display matrix as ffprobe prints it. A matrix that does more than turn by quarters and
    /// mirror is ignored, as players do.</summary>
    /// <param name="matrix">Three lines such as "00000000:   0   65536   0"; null for none.</param>
    public static Orientation OfDisplayMatrix(string? matrix)
    {
        var rows = (matrix ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Row).ToList();
        return rows is [[var a, var b, _], [var c, var d, _], ..] ? Of(a, b, c, d) : default;
    }

    // The point (x, y) goes to (ax + cy, bx + dy), with y pointing down.
    private static Orientation Of(long a, long b, long c, long d)
    {
        var isMirrored = (a * d) - (b * c) < 0;
        if (isMirrored)
            (a, b) = (-a, -b);
        return (Math.Sign(a), Math.Sign(b), Math.Sign(c), Math.Sign(d)) switch
        {
            (0, 1, -1, 0) => new Orientation(isMirrored, 90),
            (-1, 0, 0, -1) => new Orientation(isMirrored, 180),
            (0, -1, 1, 0) => new Orientation(isMirrored, 270),
            (1, 0, 0, 1) => new Orientation(isMirrored, 0),
            _ => default,
        };
    }

    private static int[] Row(string line) =>
        [.. line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0)];
}
