using StreamBet.Core.Findings;

namespace StreamBet.Core.Clips;

/// <summary>Takes single pictures out of a clip.</summary>
public interface IFrameGrabber
{
    /// <summary>The widest picture that it takes, in pixels.</summary>
    const int MaxWidth = 640;

    /// <summary>The picture that is on the screen at a time, which is the one that the analyzer examined for it: upright, with
    /// square pixels, as a JPEG of at most <see cref="MaxWidth"/> pixels across and never larger than the clip's own. How
    /// long it takes does not grow with the clip.</summary>
    /// <param name="clip">Where the clip is.</param>
    /// <param name="video">What the probe said of it.</param>
    /// <param name="at">Time from the start of the clip.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null when it cannot be taken; the log says why.</returns>
    Task<byte[]?> GrabAsync(StoredClip clip, VideoMetadata video, TimeSpan at, CancellationToken cancellationToken);
}
