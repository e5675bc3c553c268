namespace StreamBet.Core.Aws.Storage;

/// <summary>A copy of a clip that a provider holds outside of this machine. It is known here from before its first byte is
/// sent until the provider has confirmed that nothing of it is left, so that no crash can leave one behind unseen.</summary>
public sealed class ClipCopy
{
    private ClipCopy()
    {
    }

    /// <summary>Its name there: random, and nothing of the clip's own name is in it.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The bucket that it is in.</summary>
    public string Bucket { get; private set; } = "";

    /// <summary>Whose clip it is.</summary>
    public Guid JobId { get; private set; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Whether all of it is there.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>SHA-256 of what was made of the clip for the analyzer, 64 lower-case hex digits; null when the copy is the clip
    /// itself.</summary>
    public string? ConvertedSha256 { get; private set; }

    /// <summary>Pictures found damaged while it was made of the clip; 0 when the copy is the clip itself.</summary>
    public int DamagedPictures { get; private set; }

    /// <summary>When it was last found to be there although its job was done with it; null before.</summary>
    public DateTimeOffset? LeftAt { get; private set; }

    /// <summary>Begins a copy.</summary>
    public static ClipCopy Begin(string key, string bucket, Guid jobId, DateTimeOffset now) =>
        new() { Key = key, Bucket = bucket, JobId = jobId, CreatedAt = now };

    /// <summary>Takes note that all of it is there.</summary>
    /// <param name="convertedSha256">SHA-256 of what was made of the clip; null when the copy is the clip itself.</param>
    /// <param name="damagedPictures">Pictures found damaged while it was made.</param>
    public void Complete(string? convertedSha256, int damagedPictures)
    {
        IsComplete = true;
        ConvertedSha256 = convertedSha256;
        DamagedPictures = damagedPictures;
    }

    /// <summary>Takes note that it is wanted no more and is still there.</summary>
    public void Leave(DateTimeOffset now) => LeftAt = now;
}

/// <summary>The copies of clips that are held elsewhere, within a unit of work.</summary>
public interface IClipCopyStore
{
    /// <summary>Adds one.</summary>
    void Add(ClipCopy copy);

    /// <summary>Forgets one, since nothing of it is left.</summary>
    void Remove(ClipCopy copy);

    /// <summary>The copy of that key, or null.</summary>
    Task<ClipCopy?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>The copies of a job's clip that are not left over.</summary>
    Task<IReadOnlyList<ClipCopy>> OfJobAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>The copies that are not left over, of all jobs.</summary>
    Task<IReadOnlyList<ClipCopy>> HeldAsync(CancellationToken cancellationToken);

    /// <summary>The copies that could not be deleted, those first that were not tried for longest.</summary>
    /// <param name="max">No more than so many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<IReadOnlyList<ClipCopy>> LeftoversAsync(int max, CancellationToken cancellationToken);

    /// <summary>How many copies could not be deleted.</summary>
    Task<int> CountLeftoversAsync(CancellationToken cancellationToken);
}
