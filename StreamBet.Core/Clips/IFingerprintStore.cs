using StreamBet.Core.Clips.Fingerprints;

namespace StreamBet.Core.Clips;

/// <summary>The fingerprints of analysed clips, within a unit of work.</summary>
public interface IFingerprintStore
{
    /// <summary>Keeps the fingerprint of a job's clip. A second one for the same job is ignored, since its clip is the
    /// same.</summary>
    Task AddAsync(Guid jobId, ClipFingerprint fingerprint, CancellationToken cancellationToken);

    /// <summary>The fingerprint of a job's clip, or null.</summary>
    Task<ClipFingerprint?> FindAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>The fingerprints kept after another one, in the order in which they were kept.</summary>
    /// <param name="number">The number of that other one; 0 for all.</param>
    IAsyncEnumerable<NumberedFingerprint> ReadAfterAsync(long number);
}

/// <summary>A kept fingerprint.</summary>
/// <param name="Number">Its number, from 1; later ones have greater numbers.</param>
/// <param name="JobId">The job whose clip it was taken of.</param>
/// <param name="Fingerprint">The fingerprint.</param>
public sealed record NumberedFingerprint(long Number, Guid JobId, ClipFingerprint Fingerprint);
