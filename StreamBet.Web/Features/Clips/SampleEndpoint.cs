using Microsoft.AspNetCore.Authorization;
using StreamBet.Core.Kernel;
using StreamBet.Core.Media.Sample;
using StreamBet.Web.Host;

namespace StreamBet.Web.Features.Clips;

/// <summary>GET /sample-clip: a clip made by this server, for people who have none at hand.</summary>
internal static class SampleEndpoint
{
    public const string Path = "/sample-clip";

    /// <summary>The clip's name, as the page sends it.</summary>
    public const string FileName = "sample-clip.mp4";

    public static void MapSample(this WebApplication app) =>
        app.MapGet(Path, async (SampleClip sample, CancellationToken cancellationToken) =>
                TypedResults.Bytes(await sample.GetAsync(cancellationToken), "video/mp4", FileName))
            .RequireAuthorization(new AuthorizeAttribute()).ExcludeFromDescription().WithHead()
            .RefusesInCommon().RefusesWithoutDecoder().Refuses(RefusalKind.Unavailable, "sample_failed");
}
