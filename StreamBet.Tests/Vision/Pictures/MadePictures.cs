using StreamBet.Core.Vision.Pictures;

namespace StreamBet.Tests.Vision.Pictures;

/// <summary>Pictures made pixel by pixel.</summary>
internal static class MadePictures
{
    /// <summary>A picture whose pixels a function gives.</summary>
    public static GreyPicture Of(int width, int height, Func<int, int, double> grey)
    {
        var pixels = new byte[width * height];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)Math.Clamp(grey(i % width, i / width), 0, 255);
        return new GreyPicture(width, height, pixels);
    }

    /// <summary>An icon of fields of different greys, drawn at any size.</summary>
    public static GreyPicture Icon(int width, int height, int seed = 1, int fields = 6) =>
        Of(width, height, (x, y) => Field(x * fields / width, y * fields / height, seed));

    /// <summary>A sample of 640 x 360 with a soft ground, and a picture on it in its own size.</summary>
    public static GreyPicture Sample(GreyPicture? shown, int left = 0, int top = 0, int seed = 1) => Of(640, 360, (x, y) =>
        shown is not null && x >= left && x < left + shown.Width && y >= top && y < top + shown.Height
            ? shown.Pixels.Span[((y - top) * shown.Width) + x - left]
            : 110 + (50 * Math.Sin((x + (seed * 31)) / 17.0)) + (40 * Math.Cos((y * (seed + 1)) / 23.0)));

    /// <summary>Noise, the same each time.</summary>
    public static double Noise(int x, int y, int seed) => Field(x, y, seed);

    private static double Field(int x, int y, int seed)
    {
        var hash = unchecked(((uint)seed * 0x9E3779B1) ^ ((uint)x * 0x85EBCA77) ^ ((uint)y * 0xC2B2AE3D));
        hash = unchecked((hash ^ (hash >> 15)) * 0x2C1B3C6D);
        hash = unchecked((hash ^ (hash >> 12)) * 0x297A2D39);
        return (hash ^ (hash >> 15)) & 255;
    }
}
