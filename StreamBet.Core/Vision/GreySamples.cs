using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Media;
using StreamBet.Core.Vision.Pictures;

namespace StreamBet.Core.Vision;

/// <summary>Makes grey pictures of what is compared.</summary>
internal static class GreySamples
{
    private const int Rgb = 3, Rgba = 4;

    private const byte Opaque = 128;

    // The brightness that people see (ITU-R BT.601), in 256ths.
    private const int Red = 77, Green = 150, Blue = 29, Half = 128;

    /// <summary>The picture in the middle of a square sample.</summary>
    /// <param name="rgb">The sample: rows from the top, three bytes a pixel.</param>
    /// <param name="size">Its width and height in pixels.</param>
    /// <param name="place">The picture's place in it.</param>
    public static GreyPicture OfSample(ReadOnlySpan<byte> rgb, int size, Letterbox place)
    {
        var grey = new byte[place.Width * place.Height];
        for (var row = 0; row < place.Height; row++)
        {
            var line = rgb.Slice((((place.Top + row) * size) + place.Left) * Rgb, place.Width * Rgb);
            Fill(grey.AsSpan(row * place.Width, place.Width), line, Rgb);
        }

        return new GreyPicture(place.Width, place.Height, grey);
    }

    /// <summary>A reference picture. What is transparent in it has the mean of the rest, which is like nothing in particular.</summary>
    public static GreyPicture OfPicture(DecodedPicture picture)
    {
        var (grey, opacity) = (new byte[picture.Width * picture.Height], OpacityOf(picture));
        Fill(grey, picture.Rgba, Rgba);
        var (sum, count) = (0L, 0);
        for (var pixel = 0; pixel < grey.Length; pixel++)
        {
            if (opacity[pixel] >= Opaque)
                (sum, count) = (sum + grey[pixel], count + 1);
        }

        for (var pixel = 0; pixel < grey.Length && count > 0; pixel++)
        {
            if (opacity[pixel] < Opaque)
                grey[pixel] = (byte)(sum / count);
        }

        return new GreyPicture(picture.Width, picture.Height, grey);
    }

    /// <summary>The opacity of a reference picture's pixels, 255 for an opaque one.</summary>
    public static byte[] OpacityOf(DecodedPicture picture)
    {
        var opacity = new byte[picture.Width * picture.Height];
        for (var pixel = 0; pixel < opacity.Length; pixel++)
            opacity[pixel] = picture.Rgba[(pixel * Rgba) + Rgba - 1];
        return opacity;
    }

    private static void Fill(Span<byte> grey, ReadOnlySpan<byte> colours, int bytes)
    {
        for (var pixel = 0; pixel < grey.Length; pixel++)
        {
            var at = colours.Slice(pixel * bytes, Rgb);
            grey[pixel] = (byte)(((Red * at[0]) + (Green * at[1]) + (Blue * at[2]) + Half) >> 8);
        }
    }
}
