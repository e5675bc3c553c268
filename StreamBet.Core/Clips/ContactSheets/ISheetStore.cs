namespace StreamBet.Core.Clips.ContactSheets;

/// <summary>Holds the contact sheets of clips; they outlive the clips. <see cref="IFrameStore.DeleteAsync"/> deletes a
/// clip's sheet together with its other frames.</summary>
public interface ISheetStore
{
    /// <summary>Stores a frame atomically. Replaces an existing one.</summary>
    /// <param name="jobId">The job of the clip.</param>
    /// <param name="at">Its time from the start of the clip.</param>
    /// <param name="jpeg">Its bytes.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="IOException">There is no space or no permission to write.</exception>
    Task SaveFrameAsync(Guid jobId, TimeSpan at, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken);

    /// <summary>Stores the list of a sheet's frames atomically, after the frames. Replaces an existing one.</summary>
    /// <exception cref="IOException">There is no space or no permission to write.</exception>
    Task SaveAsync(Guid jobId, ReadOnlyMemory<byte> document, CancellationToken cancellationToken);

    /// <summary>The list of a sheet's frames; null if the clip has no sheet.</summary>
    Task<byte[]?> FindAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>The frame of a sheet at a time; null if there is none.</summary>
    Task<byte[]?> FindFrameAsync(Guid jobId, TimeSpan at, CancellationToken cancellationToken);
}
