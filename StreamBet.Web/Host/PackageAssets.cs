using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Net.Http.Headers;

namespace StreamBet.Web.Host;

/// <summary>Serves the scripts and styles of packages compressed. Pages name them with their digest, so that browsers may keep them, but
/// the build maps only the names without it to what it compressed.</summary>
internal static class PackageAssets
{
    public static void UseCompressedPackageAssets(this WebApplication app)
    {
        var compressed = new Lazy<FrozenDictionary<string, string>>(() => Find(app.Services.GetRequiredService<EndpointDataSource>()));
        app.Use((context, next) =>
        {
            if (!compressed.Value.TryGetValue(context.Request.Path, out var path))
                return next(context);
            context.Request.Path = path;
            context.Response.OnStarting(() =>
            {
                // What has this digest never changes.
                if (context.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
                    context.Response.Headers[HeaderNames.CacheControl] = "max-age=31536000, immutable";
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    // From the address with a digest to the one without it, where only that one is there compressed.
    private static FrozenDictionary<string, string> Find(EndpointDataSource endpoints)
    {
        var assets = endpoints.Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>()).OfType<StaticAssetDescriptor>().ToList();
        var compressed = assets.Where(asset => asset.Selectors.Any(selector => selector.Name == HeaderNames.ContentEncoding))
            .Select(asset => asset.Route).ToHashSet();
        return assets.Where(asset => !compressed.Contains(asset.Route))
            .Select(asset => (asset.Route, Label: asset.Properties.FirstOrDefault(property => property.Name == "label")?.Value))
            .Where(asset => asset.Label is not null && compressed.Contains(asset.Label))
            .ToFrozenDictionary(asset => $"/{asset.Route}", asset => $"/{asset.Label}", StringComparer.OrdinalIgnoreCase);
    }
}
