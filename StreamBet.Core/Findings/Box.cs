namespace StreamBet.Core.Findings;

/// <summary>A rectangle on the upright picture, in fractions of its width and height: 0 is the left or top edge, 1 the
/// right or bottom edge.</summary>
/// <param name="Left">Distance of the left side from the left edge, 0-1.</param>
/// <param name="Top">Distance of the upper side from the top edge, 0-1.</param>
/// <param name="Width">0-1.</param>
/// <param name="Height">0-1.</param>
public readonly record struct Box(double Left, double Top, double Width, double Height)
{
    /// <summary>Distance of the right side from the left edge, 0-1.</summary>
    public double Right => Left + Width;

    /// <summary>Distance of the lower side from the top edge, 0-1.</summary>
    public double Bottom => Top + Height;

    /// <summary>The share of the picture that the box covers, 0-1.</summary>
    public double Area => Math.Max(0, Width) * Math.Max(0, Height);

    /// <summary>The area of the intersection of two boxes, as a share of the picture, 0-1.</summary>
    public double Overlap(Box other) =>
        Math.Max(0, Math.Min(Right, other.Right) - Math.Max(Left, other.Left))
        * Math.Max(0, Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top));

    /// <summary>Intersection over union, 0-1: 1 for equal boxes, 0 for boxes that do not touch.</summary>
    public double IntersectionOverUnion(Box other)
    {
        var shared = Overlap(other);
        return shared <= 0 ? 0 : shared / (Area + other.Area - shared);
    }

    /// <summary>The box enlarged on every side by a fraction of its own size, clipped to the picture.</summary>
    public Box Grow(double ratio)
    {
        var left = Math.Max(0, Left - (Width * ratio));
        var top = Math.Max(0, Top - (Height * ratio));
        return new Box(
            left, top, Math.Min(1, Right + (Width * ratio)) - left, Math.Min(1, Bottom + (Height * ratio)) - top);
    }
}
