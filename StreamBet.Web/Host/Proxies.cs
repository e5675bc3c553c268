using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;

namespace StreamBet.Web.Host;

/// <summary>Serving behind a reverse proxy: who really calls, and by which scheme, is told by the proxies of
/// <see cref="StreamBetOptions.KnownProxies"/> and by nobody else.</summary>
internal static class Proxies
{
    /// <summary>Registers what <see cref="UseProxies"/> needs.</summary>
    public static IServiceCollection AddProxies(this IServiceCollection services)
    {
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<StreamBetOptions>>((forwarded, settings) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;

            // Loopback is known by default, and any program on this machine could then name any address.
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in settings.Value.KnownProxies)
                forwarded.KnownIPNetworks.Add(network);

            // Through a chain of known proxies, up to the first address that is not one.
            forwarded.ForwardLimit = null;
        });
        return services;
    }

    /// <summary>Takes the caller's address and scheme from known proxies, and tells browsers to come by https alone.</summary>
    public static void UseProxies(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<StreamBetOptions>>().Value.KnownProxies.Count == 0)
            return;
        app.UseForwardedHeaders();
        app.UseHsts();
    }
}
