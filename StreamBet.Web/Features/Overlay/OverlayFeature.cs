using Microsoft.AspNetCore.Http.HttpResults;
using StreamBet.Core.Kernel;
using StreamBet.Web.Host;

namespace StreamBet.Web.Features.Overlay;

/// <summary>Overlays for streams: a page for the browser source of a streaming program, and the events that it follows. They know
/// nobody, and need no circuit.</summary>
internal static class OverlayFeature
{
    private const string OnePath = "/overlay/{id:long}", LatestPath = "/overlay/latest";

    public static IServiceCollection AddOverlay(this IServiceCollection services) => services
        .AddSingleton<OverlayReader>()
        .AddSingleton<OverlayFeed>()
        .AddHostedService(provider => provider.GetRequiredService<OverlayFeed>());

    public static void MapOverlay(this WebApplication app)
    {
        var overlay = app.MapGroup("").ExcludeFromDescription().WithHead().WithMetadata(WithoutIdentity.Mark).RefusesInCommon();
        overlay.MapGet(OnePath, OneAsync).WithMetadata(new MayBeFramedAttribute());
        overlay.MapGet(LatestPath, LatestAsync).WithMetadata(new MayBeFramedAttribute());
        overlay.MapGet($"{OnePath}/events", OneEventsAsync).WithMetadata(WithoutHead.Mark, EventStream.Mark).Refuses(RefusalKind.NotFound, "market_not_found");
        overlay.MapGet($"{LatestPath}/events", LatestEventsAsync).WithMetadata(WithoutHead.Mark, EventStream.Mark)
            .Refuses(RefusalKind.NotFound, "person_not_found");
    }

    private static Task<RazorComponentResult> OneAsync(
        long id, IUnitOfWorkFactory work, HttpContext context, CancellationToken cancellationToken) =>
        PageAsync(context, $"/overlay/{id}/events", () => OverlayTarget.OfAsync(work, id, cancellationToken));

    private static Task<RazorComponentResult> LatestAsync(
        string? host, IUnitOfWorkFactory work, HttpContext context, CancellationToken cancellationToken) =>
        PageAsync(
            context,
            $"{LatestPath}/events{(string.IsNullOrWhiteSpace(host) ? "" : $"?host={Uri.EscapeDataString(host)}")}",
            () => OverlayTarget.LatestOfAsync(work, host, cancellationToken));

    // Who places an overlay sees every state, whether or not there is a market yet.
    private static async Task<RazorComponentResult> PageAsync(
        HttpContext context, string events, Func<Task<OverlayTarget>> find)
    {
        context.Response.Headers.CacheControl = "no-cache";
        var test = context.Request.Query["test"].ToString();
        string? missing = null;
        if (test.Length == 0)
        {
            try
            {
                await find();
            }
            catch (RefusedException refused)
            {
                missing = refused.Refusal.Sentence;
            }
        }

        return new RazorComponentResult(typeof(OverlayPage), new
        {
            Look = OverlayLook.Of(context.Request.Query),
            Events = events,
            Samples = test.Length == 0 ? null : OverlaySamples.Of(test),
            Missing = missing,
        })
        {
            StatusCode = missing is null ? StatusCodes.Status200OK : StatusCodes.Status404NotFound,
            PreventStreamingRendering = true,
        };
    }

    private static async Task OneEventsAsync(
        long id, IUnitOfWorkFactory work, OverlayFeed feed, TimeProvider time, IHostApplicationLifetime lifetime, HttpContext context)
    {
        using var view = feed.Watch(await OverlayTarget.OfAsync(work, id, context.RequestAborted));
        await OverlayEvents.SendAsync(context, view, time, lifetime.ApplicationStopping);
    }

    private static async Task LatestEventsAsync(
        string? host, IUnitOfWorkFactory work, OverlayFeed feed, TimeProvider time, IHostApplicationLifetime lifetime, HttpContext context)
    {
        using var view = feed.Watch(await OverlayTarget.LatestOfAsync(work, host, context.RequestAborted));
        await OverlayEvents.SendAsync(context, view, time, lifetime.ApplicationStopping);
    }
}
