using StreamBet.Core.Clips.Fingerprints;

namespace StreamBet.Tests.Support;

/// <summary>Soft spots that wander over a grey background, each in its own way: a scene that never repeats
/// itself.</summary>
internal sealed class MovingScene
{
    private const int Spots = 6;
    private readonly double[][] _spots;

    /// <summary>Creates a scene; each seed gives a different one.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="pace">How many times as quickly as usual all of it moves.</param>
    public MovingScene(int seed, double pace = 1)
    {
        var random = new Random(seed);
        _spots = [.. Enumerable.Range(0, Spots).Select(n => (double[])[
            pace * (0.3 + random.NextDouble()), 7 * random.NextDouble(), pace * (0.3 + random.NextDouble()), 7 * random.NextDouble(),
            n % 2 == 0 ? 80 : -80])];
    }

    /// <summary>The brightness of a point of the picture; both coordinates run from 0 to 1.</summary>
    public byte At(double seconds, double x, double y)
    {
        var sum = 128.0;
        foreach (var spot in _spots)
        {
            var dx = x - 0.5 - (0.4 * Math.Sin((spot[0] * seconds) + spot[1]));
            var dy = y - 0.5 - (0.4 * Math.Sin((spot[2] * seconds) + spot[3]));
            sum += spot[4] * Math.Exp(-((dx * dx) + (dy * dy)) * 22);
        }

        return (byte)Math.Clamp(sum, 0, 255);
    }

    /// <summary>The samples of a stretch of time, as a fingerprint is taken of them.</summary>
    public List<FingerprintPicture> Samples(
        double from, double seconds, int samplesPerSecond = ClipFingerprint.SamplesPerSecond)
    {
        const int side = FingerprintPicture.Side;
        var raw = Raw(from, seconds, samplesPerSecond, side, side);
        return raw.Chunk(side * side).Select(pixels => new FingerprintPicture(pixels)).ToList();
    }

    /// <summary>The pictures of a stretch of time as raw grey bytes, rows from the top.</summary>
    public byte[] Raw(double from, double seconds, int rate, int width, int height)
    {
        var bytes = new byte[(int)(seconds * rate) * width * height];
        for (var n = 0; n < bytes.Length; n++)
        {
            var (picture, pixel) = (n / (width * height), n % (width * height));
            bytes[n] = At(
                from + (picture / (double)rate), (pixel % width + 0.5) / width, ((pixel / width) + 0.5) / height);
        }

        return bytes;
    }
}
