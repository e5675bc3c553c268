using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Web.Features.Markets;

/// <summary>Reads reference pictures for the pages and the API.</summary>
internal sealed class PictureReader(IUnitOfWorkFactory work, TimeProvider time)
{
    /// <summary>The most pictures that a person is offered again.</summary>
    public const int MaxOffered = 6;

    /// <summary>A picture as PNG: everyone sees one that a market names, only its owner another one.</summary>
    /// <returns>The PNG; null if there is none that this person may see.</returns>
    public async Task<byte[]?> FindAsync(string sha256, Caller? caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var same = await unit.Pictures.FindAsync(sha256, cancellationToken);
        return same.FirstOrDefault(picture => picture.RemovedAt is null && (picture.IsNamed || picture.OwnerId == caller?.Id))?.Png;
    }

    /// <summary>The pictures that a person added lately, the latest first.</summary>
    public async Task<IReadOnlyList<OfferedPicture>> LatestOfAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        return await unit.Pictures.LatestOfAsync(
            caller.Id, time.GetUtcNow() - ReferencePicture.MaxUnnamed, areNamed: true, MaxOffered, cancellationToken);
    }
}
