namespace StreamBet.Core.Clips;

/// <summary>Holds clips from their upload until the end of their analysis.</summary>
public interface IClipStore
{
    /// <summary>Begins storing a job's clip. Replaces an existing one.</summary>
    /// <exception cref="IOException">There is no space or no permission to write.</exception>
    Task<IClipUpload> BeginAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>The clip of a job; null if there is none.</summary>
    StoredClip? Find(Guid jobId);

    /// <summary>Removes everything held for a job, including an unfinished upload; does nothing if there is
    /// nothing.</summary>
    Task DeleteAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>Removes the clips of all jobs that are over.</summary>
    /// <param name="readKept">Reads which jobs are not over. It is called once the clips are listed, so that a clip that comes
    /// meanwhile is not taken for a leftover.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>How many clips were removed.</returns>
    Task<int> SweepAsync(Func<Task<IReadOnlySet<Guid>>> readKept, CancellationToken cancellationToken);

    /// <summary>Reports the state of the store. Cheap enough for every health check.</summary>
    Task<Readiness> InspectAsync(CancellationToken cancellationToken);
}

/// <summary>Whether clips can be accepted.</summary>
/// <param name="Missing">What is missing; empty if nothing is.</param>
/// <param name="Advice">What the operator should fix although it works.</param>
/// <param name="Leftovers">How many clips could not be deleted yet; deletion is retried.</param>
public sealed record Readiness(
    IReadOnlyList<MissingPart> Missing, IReadOnlyList<MissingPart> Advice, int Leftovers)
{
    /// <summary>Ready, with nothing to report.</summary>
    public static Readiness Full { get; } = new([], [], 0);
}

/// <summary>A clip being uploaded. Disposing it before completion removes what was written.</summary>
public interface IClipUpload : IAsyncDisposable
{
    /// <summary>Writes the next bytes; the buffer may be reused after the task completes.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Completes the upload and returns the clip.</summary>
    Task<StoredClip> CompleteAsync(CancellationToken cancellationToken);
}

/// <summary>A stored clip.</summary>
/// <param name="Path">A local file with the clip's bytes, named after the job's id, never after the uploaded
/// file.</param>
public sealed record StoredClip(string Path);
