using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Text;

/// <summary>A place of text: a rectangle that may be turned.</summary>
/// <param name="X">Its centre, in pixels.</param>
/// <param name="Y">Its centre, in pixels.</param>
/// <param name="AlongX">The direction of reading, of length 1.</param>
/// <param name="AlongY">The direction of reading, of length 1.</param>
/// <param name="HalfLength">Half its side in the direction of reading, in pixels.</param>
/// <param name="HalfHeight">Half its other side, in pixels.</param>
internal readonly record struct TextBox(
    double X, double Y, double AlongX, double AlongY, double HalfLength, double HalfHeight)
{
    // About 14 degrees.
    private const double MaxSlope = 0.25;

    // The height of a row's lines differs at most by this factor, and they share at least this much of the smaller one's.
    private const double MaxRatio = 2;
    private const double MinShared = 0.5;

    /// <summary>Whether it is read from left to right, more or less.</summary>
    public bool IsLevel => Math.Abs(AlongY) < MaxSlope;

    /// <summary>The height of its line, in pixels.</summary>
    public double Height => 2 * HalfHeight;

    /// <summary>Where a level line begins.</summary>
    public double Left => X - HalfLength;

    /// <summary>Where a level line ends.</summary>
    public double Right => X + HalfLength;

    private double ReachX => (Math.Abs(AlongX) * HalfLength) + (Math.Abs(AlongY) * HalfHeight);

    private double ReachY => (Math.Abs(AlongY) * HalfLength) + (Math.Abs(AlongX) * HalfHeight);

    /// <summary>The smallest upright rectangle around it.</summary>
    /// <param name="width">The width of its picture in pixels.</param>
    /// <param name="height">The height of its picture in pixels.</param>
    public Box ToBox(double width, double height)
    {
        var (left, right) = (Part(X - ReachX, width), Part(X + ReachX, width));
        var (top, bottom) = (Part(Y - ReachY, height), Part(Y + ReachY, height));
        return new Box(left, top, right - left, bottom - top);
    }

    /// <summary>Whether both are level and belong to one row of about the same height.</summary>
    public bool IsInRowWith(TextBox other)
    {
        var (smaller, larger) = (Math.Min(Height, other.Height), Math.Max(Height, other.Height));
        var shared = Math.Min(Y + HalfHeight, other.Y + other.HalfHeight) - Math.Max(Y - HalfHeight, other.Y - other.HalfHeight);
        return IsLevel && other.IsLevel && shared >= MinShared * smaller && larger <= MaxRatio * smaller;
    }

    /// <summary>The smallest rectangle around both, turned as the longer one is.</summary>
    public TextBox Unite(TextBox other)
    {
        var (main, added) = HalfLength >= other.HalfLength ? (this, other) : (other, this);
        var (right, down) = (added.X - main.X, added.Y - main.Y);
        var along = (right * main.AlongX) + (down * main.AlongY);
        var across = (down * main.AlongX) - (right * main.AlongY);
        var first = Math.Min(-main.HalfLength, along - added.HalfLength);
        var last = Math.Max(main.HalfLength, along + added.HalfLength);
        var top = Math.Min(-main.HalfHeight, across - added.HalfHeight);
        var bottom = Math.Max(main.HalfHeight, across + added.HalfHeight);
        var (midAlong, midAcross) = ((first + last) / 2, (top + bottom) / 2);
        return main with
        {
            X = main.X + (midAlong * main.AlongX) - (midAcross * main.AlongY),
            Y = main.Y + (midAlong * main.AlongY) + (midAcross * main.AlongX),
            HalfLength = (last - first) / 2,
            HalfHeight = (bottom - top) / 2,
        };
    }

    /// <summary>The same place in a picture of another size.</summary>
    /// <param name="scaleX">Factor on the width.</param>
    /// <param name="scaleY">Factor on the height, nearly the same.</param>
    public TextBox Scale(double scaleX, double scaleY)
    {
        var length = Math.Sqrt(Math.Pow(AlongX * scaleX, 2) + Math.Pow(AlongY * scaleY, 2));
        var height = Math.Sqrt(Math.Pow(AlongY * scaleX, 2) + Math.Pow(AlongX * scaleY, 2));
        return new TextBox(
            X * scaleX, Y * scaleY, AlongX * scaleX / length, AlongY * scaleY / length, HalfLength * length, HalfHeight * height);
    }

    private static double Part(double position, double length) => Math.Clamp(position / length, 0, 1);
}
