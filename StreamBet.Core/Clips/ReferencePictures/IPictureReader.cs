using StreamBet.Core.Kernel;

namespace StreamBet.Core.Clips.ReferencePictures;

/// <summary>A decoded picture.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Rgba">Rows from the top, four bytes a pixel: red, green, blue and opacity.</param>
public sealed record DecodedPicture(int Width, int Height, byte[] Rgba);

/// <summary>Decodes and encodes single pictures, within limits.</summary>
public interface IPictureReader
{
    /// <summary>The longest side of a decoded picture, in pixels; a larger one is scaled down.</summary>
    const int MaxSide = 640;

    /// <summary>The most pixels of a file's picture.</summary>
    const int MaxPixels = 4_000_000;

    /// <summary>Decodes the first picture of a PNG, a JPEG or a WebP.</summary>
    /// <exception cref="RefusedException">It is none of these (415), has too many pixels or can't be decoded (422).</exception>
    Task<DecodedPicture> ReadAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken);

    /// <summary>Encodes a picture as PNG.</summary>
    Task<byte[]> EncodeAsync(DecodedPicture picture, CancellationToken cancellationToken);
}
