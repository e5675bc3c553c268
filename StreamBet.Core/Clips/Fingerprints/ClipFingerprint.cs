using System.Buffers.Binary;

namespace StreamBet.Core.Clips.Fingerprints;

/// <summary>Describes how a clip looks over time, in 16 bytes per sample. Edited copies have almost the same
/// fingerprint; the clip can't be restored from it.</summary>
public sealed class ClipFingerprint
{
    /// <summary>Samples per second of a fingerprint that is kept.</summary>
    public const int SamplesPerSecond = 2;

    /// <summary>Samples per second of one that is only looked up: one of them is at most 1/16 s from each of a known clip's samples,
    /// whatever was cut off before it.</summary>
    public const int FineSamplesPerSecond = 4 * SamplesPerSecond;

    // Increase when the meaning of the bytes changes.
    private const byte Version = 1;
    private const int HeaderBytes = 1 + sizeof(float);
    private const int Shapes = FingerprintShapes.Count;

    // Thousands of fingerprints are in memory, so their values are computed when needed.
    private readonly byte[] _bytes;
    private readonly float _unit;

    private ClipFingerprint(byte[] bytes, int samplesPerSecond)
    {
        (_bytes, Fineness) = (bytes, samplesPerSecond / SamplesPerSecond);
        _unit = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(1));
    }

    /// <summary>The number of samples.</summary>
    public int Count => (_bytes.Length - HeaderBytes) / Shapes;

    /// <summary>How many samples it has for each one of a fingerprint that is kept.</summary>
    internal int Fineness { get; }

    /// <summary>The place of the last sample, counted in samples of a fingerprint that is kept.</summary>
    internal double Last => (Count - 1) / (double)Fineness;

    /// <summary>Computes the fingerprint of a clip.</summary>
    /// <param name="samples">All samples of the clip, in order.</param>
    /// <param name="samplesPerSecond"><see cref="SamplesPerSecond"/> or <see cref="FineSamplesPerSecond"/>.</param>
    public static ClipFingerprint FromSamples(
        IReadOnlyList<FingerprintPicture> samples, int samplesPerSecond = SamplesPerSecond)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samplesPerSecond is not (SamplesPerSecond or FineSamplesPerSecond))
            throw new ArgumentOutOfRangeException(nameof(samplesPerSecond), samplesPerSecond, "It is kept or fine.");
        var shapes = FingerprintShapes.Of(samples);
        // Subtracts what never changes: it carries no information and would waste the value range.
        var means = Enumerable.Range(0, Shapes).Select(shape => shapes.Select(s => s[shape]).DefaultIfEmpty().Average()).ToArray();
        var largest = shapes.SelectMany(s => s.Select((value, shape) => Math.Abs(value - means[shape]))).DefaultIfEmpty().Max();
        var unit = Math.Max(largest, 1e-3f) / sbyte.MaxValue;
        var bytes = new byte[HeaderBytes + (samples.Count * Shapes)];
        bytes[0] = Version;
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(1), unit);
        for (var n = 0; n < samples.Count; n++)
        {
            for (var shape = 0; shape < Shapes; shape++)
                bytes[HeaderBytes + (n * Shapes) + shape] = (byte)(sbyte)MathF.Round((shapes[n][shape] - means[shape]) / unit);
        }

        return new ClipFingerprint(bytes, samplesPerSecond);
    }

    /// <summary>Reads the result of <see cref="ToBytes"/>.</summary>
    /// <returns>Null for another version or for bytes that are not a fingerprint.</returns>
    public static ClipFingerprint? FromBytes(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= HeaderBytes && bytes[0] == Version && (bytes.Length - HeaderBytes) % Shapes == 0
        && float.IsFinite(BinaryPrimitives.ReadSingleLittleEndian(bytes[1..]))
            ? new ClipFingerprint(bytes.ToArray(), SamplesPerSecond)
            : null;

    /// <summary>The bytes to store: 5, plus 16 per sample.</summary>
    /// <exception cref="InvalidOperationException">It is a fine one, which is not kept.</exception>
    public byte[] ToBytes() =>
        Fineness == 1 ? [.. _bytes] : throw new InvalidOperationException("A fine fingerprint is not kept.");

    /// <summary>Whether anything in it changes. Without it, it is that of every still picture.</summary>
    internal bool Changes => _bytes.AsSpan(HeaderBytes).ContainsAnyExcept((byte)0);

    /// <summary>Whether another one was taken of the same pictures: both are the same in every byte, and change. Noise is enough for
    /// that, so it also tells what is static or short.</summary>
    internal bool IsOfSamePicturesAs(ClipFingerprint other) =>
        Fineness == other.Fineness && _bytes.AsSpan().SequenceEqual(other._bytes) && Changes;

    /// <summary>A shape of a sample, in units of brightness (0-255) relative to the clip's mean.</summary>
    internal float this[int sample, int shape] => (sbyte)_bytes[HeaderBytes + (sample * Shapes) + shape] * _unit;
}
