namespace StreamBet.Core.Clips.ReferencePictures;

/// <summary>The reference pictures in the database.</summary>
public interface IPictureStore
{
    /// <summary>The pictures with this digest, one for each owner, removed ones too.</summary>
    Task<IReadOnlyList<ReferencePicture>> FindAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Adds a picture.</summary>
    void Add(ReferencePicture picture);

    /// <summary>A person's pictures that are there and were added since a time, the latest first.</summary>
    /// <param name="ownerId">The person.</param>
    /// <param name="since">The time.</param>
    /// <param name="areNamed">Whether those that a market names are among them.</param>
    /// <param name="count">The most of them.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task<IReadOnlyList<OfferedPicture>> LatestOfAsync(
        string ownerId, DateTimeOffset since, bool areNamed, int count, CancellationToken cancellationToken);

    /// <summary>A person's pictures that are there, the first added first.</summary>
    Task<IReadOnlyList<AddedPicture>> OfAsync(string ownerId, CancellationToken cancellationToken);

    /// <summary>Deletes a person's pictures that no market names: no receipt will name them either.</summary>
    Task DropUnnamedAsync(string ownerId, CancellationToken cancellationToken);

    /// <summary>Deletes pictures that no market names and that were last added before a time.</summary>
    Task SweepAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>A picture that somebody added.</summary>
/// <param name="Sha256">Its digest.</param>
/// <param name="AddedAt">When it was last added.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="IsNamed">Whether a market names it.</param>
public sealed record AddedPicture(string Sha256, DateTimeOffset AddedAt, int Width, int Height, bool IsNamed);

/// <summary>A picture that can be named by a market.</summary>
/// <param name="Sha256">Its digest.</param>
/// <param name="CanBeDisproved">Whether a clip can end with NO for it.</param>
public sealed record OfferedPicture(string Sha256, bool CanBeDisproved);
