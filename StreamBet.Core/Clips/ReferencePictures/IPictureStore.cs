namespace StreamBet.Core.Clips.ReferencePictures;

/// <summary>The reference pictures in the database.</summary>
public interface IPictureStore
{
    /// <summary>A picture, removed ones too; null if there is none with this digest.</summary>
    Task<ReferencePicture?> FindAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Adds a picture.</summary>
    void Add(ReferencePicture picture);

    /// <summary>The digests of a person's pictures that are there and were added since a time, the latest first.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="since">The time.</param>
    /// <param name="areNamed">Whether those that a market names are among them.</param>
    /// <param name="count">The most of them.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task<IReadOnlyList<string>> LatestOfAsync(
        string ownerId, DateTimeOffset since, bool areNamed, int count, CancellationToken cancellationToken);

    /// <summary>Deletes pictures that no market names and that were last added before a time.</summary>
    Task SweepAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
