using Microsoft.EntityFrameworkCore;
using StreamBet.Core.Clips.ReferencePictures;

namespace StreamBet.Core.Persistence;

internal sealed class PictureStore(StreamBetDb db) : IPictureStore
{
    public async Task<IReadOnlyList<ReferencePicture>> FindAsync(string sha256, CancellationToken cancellationToken) =>
        await db.Pictures.Where(picture => picture.Sha256 == sha256).OrderBy(picture => picture.OwnerId).ToListAsync(cancellationToken);

    public void Add(ReferencePicture picture) => db.Pictures.Add(picture);

    public async Task<IReadOnlyList<OfferedPicture>> LatestOfAsync(
        string ownerId, DateTimeOffset since, bool areNamed, int count, CancellationToken cancellationToken) =>
        await db.Pictures
            .Where(picture => picture.OwnerId == ownerId && picture.AddedAt >= since && picture.RemovedAt == null)
            .Where(picture => areNamed || !picture.IsNamed)
            .OrderByDescending(picture => picture.AddedAt).ThenBy(picture => picture.Sha256).Take(count)
            .Select(picture => new OfferedPicture(picture.Sha256, picture.CanBeDisproved)).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<AddedPicture>> OfAsync(string ownerId, CancellationToken cancellationToken) =>
        await db.Pictures.Where(picture => picture.OwnerId == ownerId && picture.RemovedAt == null)
            .OrderBy(picture => picture.AddedAt).ThenBy(picture => picture.Sha256)
            .Select(picture => new AddedPicture(picture.Sha256, picture.AddedAt, picture.Width, picture.Height, picture.IsNamed))
            .ToListAsync(cancellationToken);

    public Task DropUnnamedAsync(string ownerId, CancellationToken cancellationToken) =>
        db.Pictures.Where(picture => picture.OwnerId == ownerId && !picture.IsNamed && picture.RemovedAt == null)
            .ExecuteDeleteAsync(cancellationToken);

    public async Task SweepAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        await db.Pictures.Where(picture => !picture.IsNamed && picture.AddedAt < before && picture.RemovedAt == null)
            .ExecuteDeleteAsync(cancellationToken);
}
