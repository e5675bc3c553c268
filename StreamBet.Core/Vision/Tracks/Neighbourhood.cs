using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Tracks;

/// <summary>Decides whether boxes of one label on two consecutive samples may show the same thing.</summary>
internal static class Neighbourhood
{
    /// <summary>Boxes that overlap at least this much (IoU) show the same thing.</summary>
    private const double SharedArea = 0.2;

    /// <summary>Boxes whose areas differ by more than this factor show different things: nothing approaches that fast
    /// in half a second.</summary>
    private const double SizeChange = 4;

    /// <summary>A thing may move this share of the picture in half a second, however small it is: small things, such as
    /// balls, are fast.</summary>
    private const double MinReach = 0.15;

    /// <summary>Whether two boxes overlap well, or have similar sizes and lie within a box's length of each other:
    /// running or flying things leave their box in half a second.</summary>
    public static bool IsSame(Box first, Box second)
    {
        if (first.IntersectionOverUnion(second) >= SharedArea)
            return true;
        var larger = Math.Max(first.Area, second.Area);
        var smaller = Math.Min(first.Area, second.Area);
        if (larger > smaller * SizeChange)
            return false;

        var length = Math.Max(Math.Max(first.Width, first.Height), Math.Max(second.Width, second.Height));
        var reach = Math.Max(length, MinReach);
        var across = (first.Left + first.Right - second.Left - second.Right) / 2;
        var down = (first.Top + first.Bottom - second.Top - second.Bottom) / 2;
        return Math.Max(Math.Abs(across), Math.Abs(down)) <= reach;
    }
}
