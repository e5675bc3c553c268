using Microsoft.Net.Http.Headers;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Web.Features.Markets;
using StreamBet.Web.Host;

namespace StreamBet.Web.Api;

/// <summary>/api/pictures: reference pictures that markets ask for.</summary>
internal static class PicturesApi
{
    // A picture never changes, but an operator may remove it.
    private const string Caching = "private, max-age=300";

    public static void MapPictures(this RouteGroupBuilder api) =>
        api.MapGet("/pictures/{sha256}", FindAsync).WithName("Picture")
            .WithSummary("A reference picture, as PNG.")
            .Produces<Stream>(StatusCodes.Status200OK, "image/png").Refuses(RefusalKind.NotFound, "picture_not_found");

    public static void MapPictureChanges(this RouteGroupBuilder api)
    {
        api.MapPost("/pictures", AddAsync).WithName("AddPicture")
            .WithSummary("Adds a reference picture; the body is a PNG, a JPEG or a WebP.")
            .Produces<AddedPicture>(StatusCodes.Status201Created).AddOpenApiOperationTransformer(ApiBodies.PictureAsync)
            .Refuses(RefusalKind.Invalid, "empty_file", "invalid_request").Refuses(RefusalKind.TooLarge, "file_too_large")
            .Refuses(RefusalKind.Unsupported, "unsupported_charset", "unsupported_type").Refuses(RefusalKind.TooMany, "too_many_pictures")
            .Refuses(RefusalKind.Unprocessable, "picture_invalid", "picture_not_findable", "picture_removed", "picture_unclear")
            .RefusesWithoutDecoder().Refuses(RefusalKind.Unavailable, "picture_not_decoded");
        api.MapDelete("/pictures/{sha256}", RemoveAsync).WithName("RemovePicture")
            .WithSummary("Removes a reference picture as an operator; markets that wait for it are void.")
            .Produces(StatusCodes.Status204NoContent).Refuses(RefusalKind.Forbidden, "forbidden").Refuses(RefusalKind.NotFound, "picture_not_found");
    }

    private static async Task<IResult> FindAsync(
        string sha256, PictureReader pictures, HttpContext context, CancellationToken cancellationToken)
    {
        var png = await pictures.FindAsync(sha256, context.FindCaller(), cancellationToken)
            ?? throw new RefusedException(RefusalKind.NotFound, "picture_not_found", "There is no such picture.");
        context.Response.Headers.CacheControl = Caching;
        return TypedResults.Bytes(png, "image/png", entityTag: new EntityTagHeaderValue($"\"{sha256}\""));
    }

    private static async Task<IResult> AddAsync(
        PictureKeeper keeper, HttpContext context, CancellationToken cancellationToken)
    {
        var picture = await keeper.AddAsync(
            await ReadAsync(context.Request.Body, cancellationToken), context.Caller(), cancellationToken);
        return TypedResults.Created(
            $"/api/pictures/{picture.Sha256}", new AddedPicture(picture.Sha256, picture.Width, picture.Height, picture.CanBeDisproved));
    }

    private static async Task<IResult> RemoveAsync(
        string sha256, MarketService markets, HttpContext context, CancellationToken cancellationToken)
    {
        await markets.RemovePictureAsync(sha256, context.Caller(), cancellationToken);
        return TypedResults.NoContent();
    }

    // Stops at the limit, whatever length was announced.
    private static async Task<byte[]> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var file = new byte[PictureKeeper.MaxBytes + 1];
        var length = await body.ReadAtLeastAsync(file, file.Length, throwOnEndOfStream: false, cancellationToken);
        return length == file.Length ? throw PictureKeeper.TooLarge() : file[..length];
    }

    internal sealed record AddedPicture(string Sha256, int Width, int Height, bool CanBeDisproved);
}
