using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.SignalR;
using MudBlazor;
using MudBlazor.Services;
using StreamBet.Web.Host;
using StreamBet.Web.Shared.Layout;

namespace StreamBet.Web;

/// <summary>Registers the pages and the services they need.</summary>
internal static class PagesSetup
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        // A page that goes on at another server brings its state with it: 20 waiting clips with long names are some 60 kB, and a reason
        // of 5,000 letters of any script up to 50 kB.
        services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(hub =>
        {
            hub.MaximumReceiveMessageSize = 256 * 1024;
            hub.AddFilter<FaultyMessages>();
        });
        services.AddSingleton<MissingPages>();
        services.AddAntiforgery(options => options.SuppressXFrameOptionsHeader = true);

        return services.AddMudServices(options =>
        {
            options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomEnd;
            options.SnackbarConfiguration.VisibleStateDuration = 3_000;
            options.SnackbarConfiguration.ShowTransitionDuration = 150;
            options.SnackbarConfiguration.HideTransitionDuration = 150;
        });
    }

    public static void UsePages(this WebApplication app)
    {
        app.UseCompressedPackageAssets();

        // For a wrong address, browsers get a page and programs get problem details.
        app.UseWhen(
            context => context.Request.WantsPage() && context.Request.Path != OperatorLink.Path,
            pages => pages.UseStatusCodePagesWithReExecute("/not-found"));
        app.UseWhen(
            context => context.Request.WantsPage() && context.Request.Path == OperatorLink.Path,
            pages => pages.UseStatusCodePages(context => new RazorComponentResult<OperatorLinkRefused>
            {
                StatusCode = context.HttpContext.Response.StatusCode,
            }.ExecuteAsync(context.HttpContext)));

        // Added here, so that the second run of a request is routed to that page.
        app.UseRouting();

        // A page reconnects as soon as its circuit is cut. A connection to a server that is stopping would delay the
        // stop until the host's timeout, and a page without one is of no use.
        app.Use((context, next) =>
        {
            var isCircuit = context.Request.Path.StartsWithSegments(IdentitySetup.CircuitPath);
            if (!app.Lifetime.ApplicationStopping.IsCancellationRequested || !(isCircuit || context.Request.WantsPage()))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "2";
            if (isCircuit)
                return Task.CompletedTask;
            return PlainPage.WriteAsync(context.Response, "Restarting", "StreamBet is restarting. This page loads as soon as it is back.", loadsAgainAfter: 2);
        });
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorComponents<App>()

            // Host/SecurityHeaders.cs says who may frame a page; two headers would contradict each other.
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .WithHead();
    }
}
