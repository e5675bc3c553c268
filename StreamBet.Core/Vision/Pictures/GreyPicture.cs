namespace StreamBet.Core.Vision.Pictures;

/// <summary>An 8-bit grey picture.</summary>
/// <param name="Width">Its width in pixels, at least 1.</param>
/// <param name="Height">Its height in pixels, at least 1.</param>
/// <param name="Pixels">Its pixels, rows from the top.</param>
internal sealed record GreyPicture(int Width, int Height, ReadOnlyMemory<byte> Pixels)
{
    /// <summary>Fails unless there is one byte for each pixel.</summary>
    /// <exception cref="ArgumentException">The sides and the pixels do not agree.</exception>
    public void Check()
    {
        if (Width < 1 || Height < 1 || Pixels.Length != (long)Width * Height)
            throw new ArgumentException($"A picture of {Width} x {Height} has {Pixels.Length} pixels.");
    }
}
