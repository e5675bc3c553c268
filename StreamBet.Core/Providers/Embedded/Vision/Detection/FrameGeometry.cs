using StreamBet.Core.Analysis;

namespace StreamBet.Core.Providers.Embedded.Vision.Detection;

/// <summary>How a picture lies in the square that the models look at: as large as fits, in the middle, on
/// black.</summary>
internal readonly struct FrameGeometry
{
    private readonly double _width;
    private readonly double _height;

    /// <summary>Makes the geometry of a picture.</summary>
    /// <param name="width">Pixels of the upright picture, at least 1.</param>
    /// <param name="height">Pixels of the upright picture, at least 1.</param>
    public FrameGeometry(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        double longer = Math.Max(width, height);
        (_width, _height) = (width / longer, height / longer);
    }

    /// <summary>Carries a rectangle from the square to the picture and cuts it at the picture's edges. Its sides are
    /// given as ratios of the square's side.</summary>
    public Box ToPicture(double left, double top, double right, double bottom)
    {
        var (x1, x2) = (Along(left, _width), Along(right, _width));
        var (y1, y2) = (Along(top, _height), Along(bottom, _height));
        return new Box(x1, y1, Math.Max(0, x2 - x1), Math.Max(0, y2 - y1));
    }

    private static double Along(double position, double extent) =>
        Math.Clamp((position - ((1 - extent) / 2)) / extent, 0, 1);
}
