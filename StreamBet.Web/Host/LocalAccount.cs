using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;

namespace StreamBet.Web.Host;

/// <summary>The account <c>local</c>: on a server that only its own machine can reach, programs need no key.</summary>
internal sealed class LocalAccount(IOptions<StreamBetOptions> options, IServer server)
{
    /// <summary>Whether a request runs as this account: no API key is configured, the server listens only on loopback
    /// addresses, and nothing indicates a proxy or another site's page in a browser on this machine.</summary>
    public bool IsCalledBy(HttpContext context) =>
        options.Value.ApiKeys.Count == 0
        && ListensOnLoopbackAlone()
        && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && IsLocalName(context.Request.Host.Host)
        && !context.Request.Headers.Keys.Any(IsSetByProxies)
        && !IsForeignPage(context.Request);

    /// <summary>Whether a request comes from a page of another site.</summary>
    public static bool IsForeignPage(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return request.Headers["Sec-Fetch-Site"] == "cross-site"
            || (origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}");
    }

    private bool ListensOnLoopbackAlone() =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } addresses
        && addresses.All(address => IsLocalName(BindingAddress.Parse(address).Host));

    private static bool IsSetByProxies(string header) =>
        header.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Via", StringComparison.OrdinalIgnoreCase);

    private static bool IsLocalName(string host) => host is "localhost" or "127.0.0.1" or "[::1]";
}
