namespace StreamBet.Core.Clips;

/// <summary>Holds the evidence frames of clips; they outlive the clips.</summary>
public interface IFrameStore
{
    /// <summary>Stores a frame atomically. Replaces an existing one.</summary>
    /// <param name="jobId">The job of the clip.</param>
    /// <param name="at">Its time from the start of the clip.</param>
    /// <param name="jpeg">Its bytes.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="IOException">There is no space or no permission to write.</exception>
    Task SaveAsync(Guid jobId, TimeSpan at, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken);

    /// <summary>The frame of a job at a time; null if there is none.</summary>
    Task<byte[]?> FindAsync(Guid jobId, TimeSpan at, CancellationToken cancellationToken);

    /// <summary>Whether there is a frame of a job at a time, without reading it.</summary>
    Task<bool> ExistsAsync(Guid jobId, TimeSpan at, CancellationToken cancellationToken);

    /// <summary>The times of a job's frames, ascending, without those of its contact sheet.</summary>
    Task<IReadOnlyList<TimeSpan>> ListAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>Removes all frames of a job, its contact sheet included; does nothing if there are none.</summary>
    Task DeleteAsync(Guid jobId, CancellationToken cancellationToken);
}
