using StreamBet.Core.Findings;

namespace StreamBet.Core.Clips;

/// <summary>Takes single frames from a clip.</summary>
public interface IFrameGrabber
{
    /// <summary>The maximum width of a frame, in pixels.</summary>
    const int MaxWidth = 640;

    /// <summary>Takes the picture that is displayed at a time, which is the one the analyzer examined: upright, with
    /// square pixels, as a JPEG at most <see cref="MaxWidth"/> pixels wide and no larger than the original. The time
    /// this takes does not depend on the clip's length.</summary>
    /// <param name="clip">The stored clip.</param>
    /// <param name="video">The result of the probe.</param>
    /// <param name="at">Time from the start of the clip.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Null if it failed; the log says why.</returns>
    Task<byte[]?> GrabAsync(StoredClip clip, VideoMetadata video, TimeSpan at, CancellationToken cancellationToken);
}
