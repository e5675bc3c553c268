namespace StreamBet.Core.Clips.Fingerprints;

/// <summary>The fingerprints that are taken of a clip while it is decoded.</summary>
/// <param name="Kept">The one to keep.</param>
/// <param name="Fine">A fine one to look up; null for a clip that is longer than <see cref="MaxFine"/>.</param>
public sealed record TakenFingerprint(ClipFingerprint Kept, ClipFingerprint? Fine)
{
    /// <summary>The longest clip that a fine fingerprint is taken of: its pictures take 32 kB of memory a second
    /// meanwhile.</summary>
    public static readonly TimeSpan MaxFine = TimeSpan.FromMinutes(10);

    /// <summary>Computes them.</summary>
    /// <param name="samples">All samples of the clip, <see cref="ClipFingerprint.SamplesPerSecond"/>.</param>
    /// <param name="fine"><see cref="ClipFingerprint.FineSamplesPerSecond"/> of it; empty for none.</param>
    public static TakenFingerprint Of(IReadOnlyList<FingerprintPicture> samples, IReadOnlyList<FingerprintPicture> fine) => new(
        ClipFingerprint.FromSamples(samples),
        fine.Count == 0 ? null : ClipFingerprint.FromSamples(fine, ClipFingerprint.FineSamplesPerSecond));
}
