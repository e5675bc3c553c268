using Microsoft.AspNetCore.ResponseCompression;
using MudBlazor;
using MudBlazor.Services;

namespace StreamBet.Web.Components;

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
        return services.AddMudServices(
            options => options.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomEnd);
    }

    public static void UsePages(this WebApplication app) => app.UseResponseCompression();

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }
}
