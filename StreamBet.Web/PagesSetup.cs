using Microsoft.AspNetCore.ResponseCompression;
using MudBlazor;
using MudBlazor.Services;
using StreamBet.Web.Host;

namespace StreamBet.Web;

/// <summary>Registers the pages and what they are drawn with.</summary>
internal static class PagesSetup
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();

        // The build compresses the product's own assets beforehand, but under their cacheable names not those of packages.
        // Nothing with a person's data is compressed, so that its length tells nothing of it.
        services.AddResponseCompression(options =>
        {
            options.MimeTypes = ["text/css", "text/javascript", "application/javascript"];
            options.EnableForHttps = true;
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
        });
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
        app.UseResponseCompression();

        // Whoever follows a wrong link in a browser gets a page, and a program the problem details.
        app.UseWhen(
            context => HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.StartsWithSegments("/api")
                && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase),
            pages => pages.UseStatusCodePagesWithReExecute("/not-found"));

        // Named here, so that what goes the way a second time is led to that page.
        app.UseRouting();

        // A page joins again as soon as its circuit is cut. One that joined a server that is about to stop would hold it up
        // until the host loses patience.
        app.Use((context, next) =>
        {
            if (!app.Lifetime.ApplicationStopping.IsCancellationRequested || !context.Request.Path.StartsWithSegments(IdentitySetup.CircuitPath))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        });
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }
}
