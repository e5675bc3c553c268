using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Clips;

/// <summary>Takes the fingerprints of stored clips.</summary>
public interface IFingerprinter
{
    /// <summary>Takes a clip's fingerprint.</summary>
    /// <param name="clip">The stored clip.</param>
    /// <param name="video">The result of the probe.</param>
    /// <param name="samplesPerSecond"><see cref="ClipFingerprint.SamplesPerSecond"/> for one to keep, or
    /// <see cref="ClipFingerprint.FineSamplesPerSecond"/> for one to look up.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="AnalysisFailedException">The clip can't be decoded; the message says why.</exception>
    Task<ClipFingerprint> TakeAsync(
        StoredClip clip, VideoMetadata video, int samplesPerSecond, CancellationToken cancellationToken);
}
