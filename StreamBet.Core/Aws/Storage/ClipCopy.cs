namespace StreamBet.Core.Aws.Storage;

/// <summary>A copy of a clip in a bucket. It is recorded before its first byte is sent and until S3 has confirmed its
/// deletion, so that no crash can leave an unknown copy behind.</summary>
public sealed class ClipCopy
{
    private ClipCopy()
    {
    }

    /// <summary>Its key in the bucket: random, without any part of the clip's own name.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Its bucket.</summary>
    public string Bucket { get; private set; } = "";

    /// <summary>The job of the clip.</summary>
    public Guid JobId { get; private set; }

    /// <summary>When sending it began.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Whether it is complete in the bucket.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>SHA-256 of the converted clip, 64 lower-case hex digits; null when the copy is the clip
    /// itself.</summary>
    public string? ConvertedSha256 { get; private set; }

    /// <summary>How many damaged pictures the conversion found; 0 when the copy is the clip itself.</summary>
    public int DamagedPictures { get; private set; }

    /// <summary>When it was last marked as a leftover: its job no longer needs it, and it is not deleted yet. Null
    /// before.</summary>
    public DateTimeOffset? LeftAt { get; private set; }

    /// <summary>Creates a copy that is not complete yet.</summary>
    public static ClipCopy Begin(string key, string bucket, Guid jobId, DateTimeOffset now) =>
        new() { Key = key, Bucket = bucket, JobId = jobId, CreatedAt = now };

    /// <summary>Records that it is complete.</summary>
    /// <param name="convertedSha256">SHA-256 of the converted clip; null when the copy is the clip itself.</param>
    /// <param name="damagedPictures">How many damaged pictures the conversion found.</param>
    public void Complete(string? convertedSha256, int damagedPictures)
    {
        IsComplete = true;
        ConvertedSha256 = convertedSha256;
        DamagedPictures = damagedPictures;
    }

    /// <summary>Marks it as a leftover: its job no longer needs it, and it is not deleted yet.</summary>
    public void MarkLeftover(DateTimeOffset now) => LeftAt = now;
}

/// <summary>The copies of clips in buckets, within a unit of work.</summary>
public interface IClipCopyStore
{
    /// <summary>Adds a copy.</summary>
    void Add(ClipCopy copy);

    /// <summary>Removes a copy that is deleted in its bucket.</summary>
    void Remove(ClipCopy copy);

    /// <summary>The copy with that key, or null.</summary>
    Task<ClipCopy?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>The copies of a job's clip that are not leftovers.</summary>
    Task<IReadOnlyList<ClipCopy>> OfJobAsync(Guid jobId, CancellationToken cancellationToken);

    /// <summary>The copies of all jobs that are not leftovers.</summary>
    Task<IReadOnlyList<ClipCopy>> HeldAsync(CancellationToken cancellationToken);

    /// <summary>The leftovers, those whose last attempt is longest ago first.</summary>
    /// <param name="max">The largest number to return.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task<IReadOnlyList<ClipCopy>> LeftoversAsync(int max, CancellationToken cancellationToken);

    /// <summary>The number of leftovers.</summary>
    Task<int> CountLeftoversAsync(CancellationToken cancellationToken);
}
