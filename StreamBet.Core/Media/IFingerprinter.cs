using StreamBet.Core.Clips;
using StreamBet.Core.Clips.Fingerprints;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Media;

/// <summary>Takes the fingerprints of clips for analyzers that do not decode them on this machine.</summary>
public interface IFingerprinter
{
    /// <summary>Takes a clip's fingerprint.</summary>
    /// <param name="clip">The stored clip.</param>
    /// <param name="video">The result of the probe.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="AnalysisFailedException">The clip can't be decoded; the message says why.</exception>
    Task<ClipFingerprint> TakeAsync(StoredClip clip, VideoMetadata video, CancellationToken cancellationToken);
}
