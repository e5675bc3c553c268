using StreamBet.Core.Findings;
using StreamBet.Core.Media;

namespace StreamBet.Core.Vision.Detection;

/// <summary>Maps positions in the models' square frame to the picture that was fitted into it.</summary>
internal readonly struct FrameGeometry
{
    private const double Size = CenterNetDetector.FrameSize;

    private readonly Letterbox _picture;

    /// <summary>Creates the geometry of a picture.</summary>
    /// <param name="width">Width of the upright picture in pixels, at least 1.</param>
    /// <param name="height">Height of the upright picture in pixels, at least 1.</param>
    public FrameGeometry(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        _picture = Letterbox.Fit(width, height, CenterNetDetector.FrameSize);
    }

    /// <summary>The position of the picture in the square.</summary>
    public Letterbox Picture => _picture;

    /// <summary>Whether a point of the square, in fractions of its side, is inside the picture and not in the black
    /// margin.</summary>
    public bool IsInPicture(double x, double y) =>
        IsWithin(x * Size, _picture.Left, _picture.Width) && IsWithin(y * Size, _picture.Top, _picture.Height);

    /// <summary>Maps a rectangle, in fractions of the square's side, to the picture and clips it to the
    /// picture.</summary>
    public Box ToPicture(double left, double top, double right, double bottom)
    {
        var (x1, x2) = (Along(left, _picture.Left, _picture.Width), Along(right, _picture.Left, _picture.Width));
        var (y1, y2) = (Along(top, _picture.Top, _picture.Height), Along(bottom, _picture.Top, _picture.Height));
        return new Box(x1, y1, Math.Max(0, x2 - x1), Math.Max(0, y2 - y1));
    }

    private static bool IsWithin(double position, int start, int length) =>
        position >= start && position < start + length;

    private static double Along(double position, int start, int length) =>
        Math.Clamp(((position * Size) - start) / length, 0, 1);
}
