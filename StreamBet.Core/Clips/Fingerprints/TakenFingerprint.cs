using StreamBet.Core.Findings;

namespace StreamBet.Core.Clips.Fingerprints;

/// <summary>What is taken of a clip's small pictures while it is decoded.</summary>
/// <param name="Kept">The one to keep.</param>
/// <param name="Fine">A fine one to look up; null where <see cref="HasFine"/> says so.</param>
/// <param name="Unclear">The parts from which no absence can be told.</param>
public sealed record TakenFingerprint(ClipFingerprint Kept, ClipFingerprint? Fine, IReadOnlyList<UnclearStretch> Unclear)
{
    // Its pictures take 32 kB of memory a second meanwhile.
    private static readonly TimeSpan MaxFine = TimeSpan.FromMinutes(10);

    /// <summary>Whether a fine fingerprint is taken of a clip: it has at most ten minutes, and pictures that the kept one does
    /// not see, or does not say how many it has.</summary>
    public static bool HasFine(VideoMetadata video) => video.Duration <= MaxFine
        && (video.FrameRate is 0 or > ClipFingerprint.SamplesPerSecond);

    /// <summary>Computes them.</summary>
    /// <param name="samples">All samples of the clip, <see cref="ClipFingerprint.SamplesPerSecond"/>.</param>
    /// <param name="fine"><see cref="ClipFingerprint.FineSamplesPerSecond"/> of it; empty for none.</param>
    public static TakenFingerprint Of(IReadOnlyList<FingerprintPicture> samples, IReadOnlyList<FingerprintPicture> fine) => new(
        ClipFingerprint.FromSamples(samples),
        fine.Count == 0 ? null : ClipFingerprint.FromSamples(fine, ClipFingerprint.FineSamplesPerSecond),
        UnclearParts.Of(samples));
}
