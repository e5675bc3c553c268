using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Clips.Fingerprints;

/// <summary>What was worked out once says the same as working it out for each place.</summary>
public sealed class MovementGridTests
{
    private const int MaxSamples = 11;

    [Theory]
    [InlineData(9, 9, false)]
    [InlineData(12, 30, false)]
    [InlineData(40, 20, false)]
    [InlineData(9, 9, true)]
    [InlineData(30, 12, true)]
    [InlineData(20, 40, true)]
    public void Each_place_may_match_where_a_plain_comparison_says_so(int knownSamples, int samples, bool isFine)
    {
        var rate = isFine ? ClipFingerprint.FineSamplesPerSecond : ClipFingerprint.SamplesPerSecond;
        var known = ClipFingerprint.FromSamples(new MovingScene(1).Samples(0, knownSamples / 2.0));
        var clip = ClipFingerprint.FromSamples(new MovingScene(1).Samples(1.25, samples / 2.0, rate), rate);
        var grid = new MovementGrid(clip);
        var (alike, unlike) = (0, 0);

        foreach (var isMirrored in (bool[])[false, true])
        {
            for (var knownSample = 0; knownSample < known.Count; knownSample++)
            {
                for (var sample = -1.0; sample <= clip.Last + 1; sample += isFine ? 0.25 : 1)
                {
                    if (Plain(known, clip, knownSample, sample, isMirrored) is not { } expected)
                        continue;
                    grid.MayMatchAt(known, knownSample, sample, isMirrored).Should().Be(expected, "{0} lies on {1}, {2}", knownSample, sample, isMirrored);
                    (alike, unlike) = (alike + (expected ? 1 : 0), unlike + (expected ? 0 : 1));
                }
            }
        }

        alike.Should().BePositive();
        if (Math.Min(knownSamples, samples) > 9)
            unlike.Should().BePositive();
    }

    // Null where rounding decides.
    private static bool? Plain(ClipFingerprint known, ClipFingerprint clip, int knownSample, double sample, bool isMirrored)
    {
        var offset = sample - knownSample;
        var first = Math.Max(0, Math.Max(knownSample - (MaxSamples / 2), (int)Math.Ceiling(-offset)));
        var count = Math.Min(MaxSamples, Math.Min(known.Count - first, (int)(clip.Last + 1 - first - offset)));
        if (count < FingerprintMatcher.MinSamples)
            return true;
        var x = Stretch(count, (n, into) => FingerprintMatcher.Copy(known, first + n, isMirrored: false, into));
        var best = 0.0;
        for (var shift = -0.5; shift <= 0.5; shift += clip.Fineness > 1 ? 0.25 : 0.5)
        {
            var y = Stretch(count, (n, into) => FingerprintMatcher.Interpolate(clip, first + n + offset + shift, isMirrored, into));
            best = Math.Max(best, FingerprintMatcher.Correlation(
                x.Zip(y, (a, b) => (double)a * b).Sum(), x.Sum(a => (double)a * a), y.Sum(b => (double)b * b), count));
        }

        return Math.Abs(best - FingerprintMatcher.MinCorrelation) < 1e-4 ? null : best > FingerprintMatcher.MinCorrelation;
    }

    private static float[] Stretch(int count, Action<int, float[]> read)
    {
        var shapes = new float[count * FingerprintShapes.Count];
        var row = new float[FingerprintShapes.Count];
        for (var n = 0; n < count; n++)
        {
            read(n, row);
            row.CopyTo(shapes, n * FingerprintShapes.Count);
        }

        FingerprintMatcher.Detrend(shapes, count);
        return shapes;
    }
}
