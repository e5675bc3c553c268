using System.Globalization;
using System.Text;

namespace StreamBet.Web.Features.Markets;

/// <summary>How the odds moved, ready to be drawn on 1000 by 200: drawn once for all who look at it.</summary>
public sealed class OddsLine
{
    private readonly IReadOnlyList<PoolPoint> _points;

    /// <summary>Draws a line through a pool over time.</summary>
    /// <param name="points">The pool, oldest first; at least one point.</param>
    public OddsLine(IReadOnlyList<PoolPoint> points)
    {
        _points = points;
        Last = ShareOf(points[^1]);
        Path = Draw();
        Area = $"{Path} V200 H0 Z";
        Description = points.Count == 1
            ? $"YES has {Rounded(Last)} per cent of the pool."
            : $"The share of YES went from {Rounded(ShareOf(points[0]))} to {Rounded(Last)} per cent, with a low of {Rounded(points.Min(ShareOf))} and a high of {Rounded(points.Max(ShareOf))}.";
    }

    /// <summary>When it begins.</summary>
    public DateTimeOffset From => _points[0].At;

    /// <summary>When it ends.</summary>
    public DateTimeOffset To => _points[^1].At;

    /// <summary>The share of YES at its end, in per cent.</summary>
    public double Last { get; }

    /// <summary>The line.</summary>
    public string Path { get; }

    /// <summary>What is below it.</summary>
    public string Area { get; }

    /// <summary>What it shows, in words.</summary>
    public string Description { get; }

    /// <summary>A share as whole per cent.</summary>
    public static string Rounded(double share) => share.ToString("0", CultureInfo.InvariantCulture);

    // A step for each change: between two stakes, the odds stood still.
    private string Draw()
    {
        var line = new StringBuilder($"M0 {Height(_points[0])}");
        foreach (var point in _points.Skip(1))
            line.Append(CultureInfo.InvariantCulture, $" H{Place(point)} V{Height(point)}");
        return line.Append(" H1000").ToString();
    }

    private static double ShareOf(PoolPoint point) => point.Pool.Total == 0 ? 50 : 100.0 * point.Pool.Yes / point.Pool.Total;

    private string Place(PoolPoint point)
    {
        var all = To - From;
        return (all > TimeSpan.Zero ? 1000 * ((point.At - From) / all) : 1000).ToString("0.#", CultureInfo.InvariantCulture);
    }

    private static string Height(PoolPoint point) => (200 - (2 * ShareOf(point))).ToString("0.#", CultureInfo.InvariantCulture);
}
