namespace StreamBet.Core.Media;

/// <summary>The position of an upright picture in the square sample that it was fitted into.</summary>
/// <param name="Left">Black pixels to the left of it.</param>
/// <param name="Top">Black pixels above it.</param>
/// <param name="Width">Its width in the sample, in pixels.</param>
/// <param name="Height">Its height in the sample, in pixels.</param>
internal readonly record struct Letterbox(int Left, int Top, int Width, int Height)
{
    /// <summary>Fits a picture into a square.</summary>
    /// <param name="width">The upright picture's width, over 0.</param>
    /// <param name="height">The upright picture's height, over 0.</param>
    /// <param name="size">The square's side in pixels.</param>
    public static Letterbox Fit(int width, int height, int size)
    {
        var longSide = (double)Math.Max(width, height);
        var fittedWidth = Math.Max(1, (int)Math.Round(size * (width / longSide)));
        var fittedHeight = Math.Max(1, (int)Math.Round(size * (height / longSide)));
        return new Letterbox((size - fittedWidth) / 2, (size - fittedHeight) / 2, fittedWidth, fittedHeight);
    }
}
