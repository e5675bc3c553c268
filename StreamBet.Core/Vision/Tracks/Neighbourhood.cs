using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Tracks;

/// <summary>Tells whether boxes of one label on two consecutive samples may be the same thing.</summary>
internal static class Neighbourhood
{
    /// <summary>Boxes that share this much of what they cover together are the same thing, wherever it moved.</summary>
    private const double SharedArea = 0.2;

    /// <summary>A box of another size by more than this factor is another thing: nothing comes that much nearer in half
    /// a second.</summary>
    private const double SizeChange = 4;

    /// <summary>What moves by this much of the picture in half a second may be the same thing, however small it is:
    /// small things, such as balls, are the fast ones.</summary>
    private const double MinReach = 0.15;

    /// <summary>Whether two boxes overlap well, or lie within a box's length of each other and are of like size: what
    /// runs or flies leaves its own box in half a second.</summary>
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
