namespace StreamBet.Core.Clips;

/// <summary>Holds the evidence frames of clips, which outlive the clips themselves.</summary>
public interface IFrameStore
{
    /// <summary>Keeps a frame, whole or not at all. One that is there already is replaced.</summary>
    /// <param name="jobId">The job of the clip.</param>
    /// <param name="at">Its time from the start of the clip.</param>
    /// <param name="jpeg">Its bytes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">There is no room, or no right, to write.</exception>
    Task SaveAsync(Guid jobId, TimeSpan at, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken);

    /// <summary>The frame of a job at a time; null when none is held.</summary>
    Task<byte[]?> FindAsync(Guid jobId, TimeSpan at, CancellationToken cancellationToken);

    /// <summary>Removes all frames of a job; nothing happens when there are none.</summary>
    Task DeleteAsync(Guid jobId, CancellationToken cancellationToken);
}
