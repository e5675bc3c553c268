namespace StreamBet.Core.Clips.Fingerprints;

/// <summary>A sample as a small grey picture, the input of a fingerprint.</summary>
public sealed class FingerprintPicture
{
    /// <summary>Width and height in pixels; the sample is stretched to fit.</summary>
    public const int Side = 64;

    /// <summary>Width and height of the samples that it is made of, if they are made for it alone, in pixels: twice as many, as the
    /// bars of a wide clip fill almost half of a sample.</summary>
    internal const int SampleSide = 2 * Side;

    private readonly byte[] _pixels;

    /// <summary>Creates a picture.</summary>
    /// <param name="pixels">Rows from the top, one byte of brightness per pixel: <see cref="Side"/> x
    /// <see cref="Side"/>.</param>
    /// <exception cref="ArgumentException">The number of pixels is wrong.</exception>
    public FingerprintPicture(byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        _pixels = pixels.Length == Side * Side
            ? pixels
            : throw new ArgumentException($"A picture has {Side * Side} pixels, not {pixels.Length}.", nameof(pixels));
    }

    /// <summary>Whether there is no light in it at all.</summary>
    internal bool IsBlack => !_pixels.AsSpan().ContainsAnyExcept((byte)0);

    /// <summary>Its mean grey, 0-255, and the standard deviation of the grey.</summary>
    internal (double Light, double Contrast) Measure()
    {
        var (sum, squares) = (0L, 0L);
        foreach (var grey in _pixels)
            (sum, squares) = (sum + grey, squares + (grey * grey));
        var mean = (double)sum / _pixels.Length;
        return (mean, Math.Sqrt(Math.Max(0, ((double)squares / _pixels.Length) - (mean * mean))));
    }

    /// <summary>The mean difference in grey from another one.</summary>
    internal double DistanceTo(FingerprintPicture other)
    {
        var sum = 0;
        for (var i = 0; i < _pixels.Length; i++)
            sum += Math.Abs(_pixels[i] - other._pixels[i]);
        return (double)sum / _pixels.Length;
    }

    internal ReadOnlySpan<byte> Row(int y) => _pixels.AsSpan(y * Side, Side);

    /// <summary>Shrinks a part of an RGB picture by averaging.</summary>
    /// <param name="rgb">Rows from the top, three bytes per pixel.</param>
    /// <param name="stride">Pixels per row.</param>
    /// <param name="left">The part's first column.</param>
    /// <param name="top">The part's first row.</param>
    /// <param name="width">The part's width in pixels, over 0.</param>
    /// <param name="height">The part's height in pixels, over 0.</param>
    public static FingerprintPicture OfRgb(ReadOnlySpan<byte> rgb, int stride, int left, int top, int width, int height)
    {
        var pixels = new byte[Side * Side];
        for (var y = 0; y < Side; y++)
        {
            var (y1, y2) = Range(top, height, y);
            for (var x = 0; x < Side; x++)
            {
                var (x1, x2) = Range(left, width, x);
                var sum = 0;
                for (var row = y1; row < y2; row++)
                {
                    // Weights green by half, which approximates brightness and is fast.
                    var line = rgb[(((row * stride) + x1) * 3)..(((row * stride) + x2) * 3)];
                    for (var at = 0; at < line.Length; at += 3)
                        sum += line[at] + (2 * line[at + 1]) + line[at + 2];
                }

                pixels[(y * Side) + x] = (byte)(sum / (4 * (y2 - y1) * (x2 - x1)));
            }
        }

        return new FingerprintPicture(pixels);
    }

    // The range of source pixels for one pixel of the small picture, at least one.
    private static (int First, int End) Range(int start, int length, int n)
    {
        var first = start + (n * length / Side);
        return (first, Math.Max(first + 1, start + ((n + 1) * length / Side)));
    }
}
