using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;

namespace StreamBet.Web.Host;

/// <summary>Keeps pages of other sites from acting with a person's cookie.</summary>
internal static class ForeignPages
{
    /// <summary>Refuses such requests. SameSite=Lax already keeps the cookie out of other sites' requests; this also covers
    /// sites on other ports of the same host, and circuits, whose WebSocket is a GET that no browser's same-origin policy
    /// stops.</summary>
    /// <exception cref="RefusedException">The request comes from a page of another site that is not allowed (403).</exception>
    public static Task RefuseAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var isRead = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method)) && !request.Path.StartsWithSegments(IdentitySetup.CircuitPath);
        var allowed = context.RequestServices.GetRequiredService<IOptions<StreamBetOptions>>().Value.AllowedOrigins;
        if (!isRead && !request.HasAuthorization() && IsForeign(request)
            && !allowed.Contains(request.Headers.Origin.ToString()))
        {
            throw new RefusedException(
                RefusalKind.Forbidden, "foreign_origin",
                $"The request came from a page of {Said(request)}, which is not this site: here it came to {Own(request)}. If they are the same, "
                + "the proxy has to pass on the Host header unchanged and be one of StreamBet:KnownProxies. To allow another site, add its "
                + "origin to StreamBet:AllowedOrigins.");
        }

        return next(context);
    }

    private static bool IsForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return request.Headers["Sec-Fetch-Site"] == "cross-site"
            || (origin.Length > 0 && origin != Own(request));
    }

    private static string Own(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    private static string Said(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin) ? origin.GetLeftPart(UriPartial.Authority) : "another site";
}
