using StreamBet.Core.Findings;

namespace StreamBet.Core.Clips.ContactSheets;

/// <summary>Takes the frames of contact sheets from clips.</summary>
public interface ISheetSource
{
    /// <summary>Takes the pictures that are displayed at these times, in their order: upright, with square pixels, as JPEGs
    /// at most <see cref="ContactSheet.MaxWidth"/> pixels wide and no larger than the original. They are taken one after
    /// another, by one decoder at a time, as they are asked for.</summary>
    /// <param name="clip">The stored clip.</param>
    /// <param name="video">The result of the probe.</param>
    /// <param name="times">The times.</param>
    /// <param name="cancellationToken">Cancels it; its child process has exited when the enumeration ends.</param>
    /// <returns>Fewer pictures if some of them can't be taken; the log says why.</returns>
    IAsyncEnumerable<(TimeSpan At, byte[] Jpeg)> ReadAsync(
        StoredClip clip, VideoMetadata video, EvenTimes times, CancellationToken cancellationToken);
}
