using Microsoft.Net.Http.Headers;
using StreamBet.Core.Kernel;
using StreamBet.Web.Host;

namespace StreamBet.Web.Features.Sharing;

/// <summary>What the places show where links to this server are shared.</summary>
internal static class SharingFeature
{
    // Where it is shared it is read once and kept; here it follows the odds.
    private const string Caching = "public, max-age=60";

    public static IServiceCollection AddSharing(this IServiceCollection services) => services
        .AddSingleton<ShareReader>()
        .AddSingleton<DrawnElsewhere>()
        .AddSingleton<SharePictures>();

    public static void MapSharing(this WebApplication app) => app.MapGroup("").ExcludeFromDescription().WithHead().RefusesInCommon()
        .MapGet("/markets/{id:long}/picture.png", PictureAsync).WithMetadata(WithoutIdentity.Mark)
        .Refuses(RefusalKind.NotFound, "market_not_found").Refuses(RefusalKind.Unavailable, "pictures_busy");

    private static async Task<IResult> PictureAsync(
        long id, SharePictures pictures, HttpContext context, CancellationToken cancellationToken)
    {
        var picture = await pictures.FindAsync(id, cancellationToken)
            ?? throw new RefusedException(RefusalKind.NotFound, "market_not_found", $"There is no market {id}.");
        context.Response.Headers.CacheControl = Caching;
        return TypedResults.Bytes(picture.Png, "image/png", entityTag: new EntityTagHeaderValue($"\"{picture.Tag}\""));
    }
}
