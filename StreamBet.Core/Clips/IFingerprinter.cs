using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Clips;

/// <summary>Takes the fingerprints of stored clips.</summary>
public interface IFingerprinter
{
    /// <summary>Takes a clip's fingerprints.</summary>
    /// <param name="clip">The stored clip.</param>
    /// <param name="video">The result of the probe.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="AnalysisFailedException">The clip can't be decoded; the message says why.</exception>
    Task<TakenFingerprint> TakeAsync(StoredClip clip, VideoMetadata video, CancellationToken cancellationToken);
}
