using System.Numerics;

namespace StreamBet.Core.Clips.Fingerprints;

/// <summary>Compares fingerprints: two clips are copies if their shapes move alike for long enough. Static content,
/// such as a logo, a border or the background, is ignored, so a static scene matches nothing.</summary>
public static class FingerprintMatcher
{
    // The likeness needed for a match. Short stretches need more, since they can be aligned in more ways; stretches that
    // move almost exactly alike need less. Measured on cuts of one recording, which must not match.
    private const double MinLikeness = 1.7;
    private const double MinLikenessOfShort = 19;
    private const double AlmostExact = 0.94;
    private const double MinLikenessOfAlmostExact = 2;

    // A fine fingerprint finds the best alignment, also with another part of the same recording, so it needs more.
    private const double MinLikenessOfFine = 3.3;

    /// <summary>The shortest stretch that is compared, in samples.</summary>
    internal const int MinSamples = 9;

    private const int Shapes = FingerprintShapes.Count;

    // If all shapes move together, as in a hard cut or when a light goes on, two different clips may do so alike.
    private const double MinIndependent = 1.25;

    /// <summary>A lower correlation is never a copy, however many shapes move.</summary>
    internal const double MinCorrelation = 0.6;

    // Units of brightness. Smaller movements are noise.
    private const double MinMovement = 0.7;

    // Higher correlations carry no information, because of coding noise.
    private const double MaxCorrelation = 0.98;

    private static readonly double[] Speeds = [1, 1.025, 0.975, 1.05, 0.95];

    /// <summary>The best match of two clips at any offset; null if there is none.</summary>
    public static FingerprintMatch? Compare(ClipFingerprint known, ClipFingerprint other)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(other);
        FingerprintMatch? best = null;
        var count = (int)other.Last + 1;
        for (var offset = MinSamples - count; offset <= known.Count - MinSamples; offset++)
        {
            // The middle of the overlap.
            var at = (Math.Max(0, offset) + Math.Min(known.Count, count + offset)) / 2;
            foreach (var isMirrored in (bool[])[false, true])
                best = Better(best, CompareAt(known, other, at, at - offset, isMirrored, 0.5));
        }

        return best;
    }

    /// <summary>The match of two clips with the same pictures, as certain as any can be.</summary>
    internal static FingerprintMatch OfSamePictures(ClipFingerprint clip) => new(
        TimeSpan.Zero, TimeSpan.Zero, Time(clip.Last + 1), 1, IsMirrored: false, Math.Atanh(MaxCorrelation) * Shapes);

    /// <summary>The best match in which a sample of one clip lies near a given sample of the other.</summary>
    /// <param name="known">The known clip.</param>
    /// <param name="other">The new clip; its fingerprint may be a fine one.</param>
    /// <param name="knownSample">A sample of the known clip.</param>
    /// <param name="otherSample">The corresponding sample of the new clip, counted in samples of a fingerprint that is kept.</param>
    /// <param name="isMirrored">Whether the new clip is mirrored.</param>
    /// <param name="slack">How far off the corresponding sample may be, in samples.</param>
    internal static FingerprintMatch? CompareAt(
        ClipFingerprint known, ClipFingerprint other, int knownSample, double otherSample, bool isMirrored, double slack)
    {
        FingerprintMatch? best = null;
        foreach (var speed in Speeds)
        {
            for (var shift = -slack; shift <= slack; shift += 0.25)
                best = Better(best, Compare(known, other, otherSample + shift - (knownSample / speed), speed, isMirrored));
        }

        return best;
    }

    private static FingerprintMatch? Better(FingerprintMatch? first, FingerprintMatch? second) =>
        second is null || first?.Likeness >= second.Likeness ? first : second;

    // Sample n of the known clip corresponds to sample start + n / speed of the other.
    private static FingerprintMatch? Compare(
        ClipFingerprint known, ClipFingerprint other, double start, double speed, bool isMirrored)
    {
        var first = Math.Max(0, (int)Math.Ceiling((-start * speed) - 1e-6));
        var end = Math.Min(known.Count, (int)Math.Floor(((other.Last - start) * speed) + 1e-6) + 1);
        var count = end - first;
        if (count < MinSamples)
            return null;
        var (x, y) = (new float[count * Shapes], new float[count * Shapes]);
        for (var n = 0; n < count; n++)
        {
            Copy(known, first + n, isMirrored: false, x.AsSpan(n * Shapes, Shapes));
            Interpolate(other, start + ((first + n) / speed), isMirrored, y.AsSpan(n * Shapes, Shapes));
        }

        Detrend(x, count);
        Detrend(y, count);
        return LikenessOf(x, y, count, other.Fineness > 1) is { } likeness
            ? new FingerprintMatch(
                Time(first), Time(start + (first / speed)), Time(count), speed, isMirrored, likeness)
            : null;
    }

    private static TimeSpan Time(double samples) =>
        TimeSpan.FromSeconds(Math.Max(0, samples) / ClipFingerprint.SamplesPerSecond);

    /// <summary>The shapes of a sample.</summary>
    internal static void Copy(ClipFingerprint clip, int sample, bool isMirrored, Span<float> into)
    {
        for (var shape = 0; shape < Shapes; shape++)
            into[shape] = isMirrored && FingerprintShapes.IsOdd(shape) ? -clip[sample, shape] : clip[sample, shape];
    }

    /// <summary>The shapes at a place between two samples, counted in samples of a fingerprint that is kept. Before the first and
    /// after the last sample they stay as they are there.</summary>
    internal static void Interpolate(ClipFingerprint clip, double at, bool isMirrored, Span<float> into)
    {
        at *= clip.Fineness;
        var before = Math.Clamp((int)Math.Floor(at + 1e-6), 0, clip.Count - 1);
        var part = (float)Math.Clamp(at - before, 0, 1);
        var after = Math.Min(before + 1, clip.Count - 1);
        for (var shape = 0; shape < Shapes; shape++)
        {
            var value = (clip[before, shape] * (1 - part)) + (clip[after, shape] * part);
            into[shape] = isMirrored && FingerprintShapes.IsOdd(shape) ? -value : value;
        }
    }

    /// <summary>How similarly two stretches move: the correlation over all shapes (as Fisher's z), times the number of
    /// shapes that move independently. Null if it is too little for a match.</summary>
    private static double? LikenessOf(float[] x, float[] y, int count, bool isFine)
    {
        var correlation = CorrelationOf(x, y, count);
        if (correlation < MinCorrelation)
            return null;
        var (ofX, ofY) = (Independent(x, count), Independent(y, count));
        if (Math.Min(ofX, ofY) < MinIndependent)
            return null;
        var likeness = Math.Atanh(Math.Min(MaxCorrelation, correlation)) * Math.Sqrt(ofX * ofY);
        var min = Math.Max(MinLikeness + (MinLikenessOfShort / count), isFine ? MinLikenessOfFine : 0);
        return likeness >= (correlation >= AlmostExact ? Math.Min(min, MinLikenessOfAlmostExact) : min) ? likeness : null;
    }

    private static double CorrelationOf(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int count)
    {
        double both = 0, ofX = 0, ofY = 0;
        for (var n = 0; n < x.Length; n++)
        {
            both += x[n] * y[n];
            ofX += x[n] * x[n];
            ofY += y[n] * y[n];
        }

        return Correlation(both, ofX, ofY, count);
    }

    /// <summary>The correlation of two stretches without mean and slope; 0 if there is too little movement.</summary>
    /// <param name="both">The sum of their products.</param>
    /// <param name="ofX">The sum of the squares of one.</param>
    /// <param name="ofY">That of the other.</param>
    /// <param name="count">The number of samples.</param>
    internal static double Correlation(double both, double ofX, double ofY, int count) =>
        Math.Sqrt(Math.Min(ofX, ofY) / count) < MinMovement ? 0 : both / Math.Sqrt(ofX * ofY);

    /// <summary>Removes mean and slope from each shape.</summary>
    internal static void Detrend(Span<float> values, int count)
    {
        var (middle, weight) = ((count - 1) / 2f, count * ((count * count) - 1) / 12f);
        for (var shape = 0; shape < Shapes; shape += Vector<float>.Count)
        {
            var (sum, slope) = (Vector<float>.Zero, Vector<float>.Zero);
            for (var n = 0; n < count; n++)
            {
                var value = new Vector<float>(values[((n * Shapes) + shape)..]);
                (sum, slope) = (sum + value, slope + (value * (n - middle)));
            }

            (sum, slope) = (sum / count, slope / weight);
            for (var n = 0; n < count; n++)
            {
                var place = values[((n * Shapes) + shape)..];
                (new Vector<float>(place) - sum - (slope * (n - middle))).CopyTo(place);
            }
        }
    }

    // The participation ratio of the covariance: 1 if all shapes move together, 16 if each moves independently.
    private static double Independent(float[] values, int count)
    {
        double trace = 0, squares = 0;
        for (var one = 0; one < Shapes; one++)
        {
            for (var two = 0; two < Shapes; two++)
            {
                var sum = 0f;
                for (var n = 0; n < count; n++)
                    sum += values[(n * Shapes) + one] * values[(n * Shapes) + two];
                squares += (double)sum * sum;
                if (one == two)
                    trace += sum;
            }
        }

        return trace * trace / squares;
    }
}
