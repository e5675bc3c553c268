using System.Numerics;
using System.Runtime.CompilerServices;

namespace StreamBet.Core.Clips.Fingerprints;

/// <summary>How a new clip moves from every quarter of a kept fingerprint's sample on, worked out once: for each look-up it is
/// compared with tens of thousands of places of known clips. Thread-safe.</summary>
internal sealed class MovementGrid
{
    /// <summary>The most samples that are compared, around a place: five seconds.</summary>
    private const int MaxSamples = 11;

    private const int Shapes = FingerprintShapes.Count;

    // Points of the grid for each sample of a kept fingerprint, and how many a place may be off: half a sample.
    private const int Points = 4;
    private const int Slack = Points / 2;

    private readonly ClipFingerprint _clip;
    private readonly int _step;

    // The shapes at each point, from Slack points before the first sample to as many after the last one.
    private readonly float[] _shapes;

    // For each number of samples and each point that they start at, how much the clip moves: squared, over all shapes.
    private readonly float[][] _movements;

    /// <summary>Prepares a new clip, whose fingerprint may be a fine one.</summary>
    public MovementGrid(ClipFingerprint clip)
    {
        _clip = clip;
        _step = clip.Fineness > 1 ? 1 : Slack;
        var points = (int)(clip.Last * Points) + 1 + (2 * Slack);
        _shapes = new float[points * Shapes];
        for (var point = 0; point < points; point++)
            FingerprintMatcher.Interpolate(clip, (point - Slack) / (double)Points, isMirrored: false, _shapes.AsSpan(point * Shapes, Shapes));
        _movements = [.. Enumerable.Range(FingerprintMatcher.MinSamples, MaxSamples + 1 - FingerprintMatcher.MinSamples).Select(Movements)];
    }

    /// <summary>Whether the five seconds around two samples may move alike, give or take half a sample; true also where there is
    /// too little to tell.</summary>
    /// <param name="known">The known clip.</param>
    /// <param name="knownSample">A sample of it.</param>
    /// <param name="sample">The corresponding sample of the new clip, to a quarter, counted in samples of a fingerprint that is
    /// kept.</param>
    /// <param name="isMirrored">Whether the new clip is mirrored.</param>
    public bool MayMatchAt(ClipFingerprint known, int knownSample, double sample, bool isMirrored)
    {
        var offset = sample - knownSample;
        var first = Math.Max(0, Math.Max(knownSample - (MaxSamples / 2), (int)Math.Ceiling(-offset)));
        var count = Math.Min(MaxSamples, Math.Min(known.Count - first, (int)(_clip.Last + 1 - first - offset)));
        if (count < FingerprintMatcher.MinSamples)
            return true;
        Span<float> shapes = stackalloc float[count * Shapes];
        for (var n = 0; n < count; n++)
            FingerprintMatcher.Copy(known, first + n, isMirrored, shapes.Slice(n * Shapes, Shapes));
        FingerprintMatcher.Detrend(shapes, count);
        var movement = Product(shapes, shapes, Shapes);
        var movements = _movements[count - FingerprintMatcher.MinSamples];
        var start = (int)Math.Round((first + offset) * Points) + Slack;
        for (var point = start - Slack; point <= start + Slack; point += _step)
        {
            // It is enough that one of the two is without mean and slope: its product with those of the other is 0.
            var both = Product(shapes, _shapes.AsSpan(point * Shapes), Points * Shapes);
            if (FingerprintMatcher.Correlation(both, movement, movements[point], count) >= FingerprintMatcher.MinCorrelation)
                return true;
        }

        return false;
    }

    private float[] Movements(int count)
    {
        var movements = new float[Math.Max(0, (_shapes.Length / Shapes) - ((count - 1) * Points))];
        Span<float> shapes = stackalloc float[count * Shapes];
        for (var point = 0; point < movements.Length; point++)
        {
            for (var n = 0; n < count; n++)
                _shapes.AsSpan((point + (n * Points)) * Shapes, Shapes).CopyTo(shapes[(n * Shapes)..]);
            FingerprintMatcher.Detrend(shapes, count);
            movements[point] = Product(shapes, shapes, Shapes);
        }

        return movements;
    }

    // The rows of the first lie one after another, those of the second a stride apart. The first look-up already calls it some
    // hundred thousand times, so it is compiled well at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Product(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int stride)
    {
        var sum = Vector<float>.Zero;
        for (int n = 0, at = 0; n < first.Length; n += Shapes, at += stride)
        {
            for (var shape = 0; shape < Shapes; shape += Vector<float>.Count)
                sum += new Vector<float>(first[(n + shape)..]) * new Vector<float>(second[(at + shape)..]);
        }

        return Vector.Sum(sum);
    }
}
