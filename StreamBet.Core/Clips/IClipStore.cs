namespace StreamBet.Core.Clips;

/// <summary>Holds clips from their upload to the end of their analysis, and no longer.</summary>
public interface IClipStore
{
    /// <summary>Opens a place for a job's clip. What is there under the same job is replaced.</summary>
    /// <exception cref="IOException">There is no room, or no right, to write.</exception>
    Task<IClipUpload> BeginAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>The clip of a job; null when none is held.</summary>
    StoredClip? Find(Guid jobId);

    /// <summary>Removes whatever is held for a job, also what an unfinished upload left; nothing happens when there is
    /// nothing.</summary>
    Task DeleteAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>Removes everything that belongs to no job in <paramref name="keep"/> and returns how many clips that
    /// was.</summary>
    Task<int> SweepAsync(IReadOnlySet<Guid> keep, CancellationToken cancellationToken);

    /// <summary>Says how it is. Cheap enough to be asked by every health check.</summary>
    Task<Readiness> InspectAsync(CancellationToken cancellationToken);
}

/// <summary>Whether clips can be taken.</summary>
/// <param name="Missing">What is missing for that; empty when nothing is.</param>
/// <param name="Advice">What the operator should see to although it works.</param>
/// <param name="Leftovers">How many clips could not be deleted yet; that is tried again and again.</param>
public sealed record Readiness(
    IReadOnlyList<MissingPart> Missing, IReadOnlyList<MissingPart> Advice, int Leftovers)
{
    /// <summary>All is well.</summary>
    public static Readiness Full { get; } = new([], [], 0);
}

/// <summary>A clip on its way in. Disposing of it before it is complete removes what was written.</summary>
public interface IClipUpload : IAsyncDisposable
{
    /// <summary>Takes the next bytes; they may be reused when the task ends.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Says that all bytes were written, and gives the clip.</summary>
    Task<StoredClip> CompleteAsync(CancellationToken cancellationToken);
}

/// <summary>A clip that a store holds.</summary>
/// <param name="Path">A local file with the clip's bytes; its name is the job's id and carries nothing of the person's
/// file name.</param>
public sealed record StoredClip(string Path);
