using Microsoft.Net.Http.Headers;

namespace StreamBet.Web.Host;

/// <summary>HEAD works where GET does: same status, same headers, no body. The server itself leaves the body out.</summary>
internal static class HeadRequests
{
    /// <summary>Lets each endpoint that answers GET answer HEAD too, except those marked <see cref="WithoutHead"/>.</summary>
    public static T WithHead<T>(this T endpoints)
        where T : IEndpointConventionBuilder
    {
        // Last, since an endpoint's own methods and marks are known only then.
        endpoints.Finally(endpoint =>
        {
            if (endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault() is not { } methods
                || !methods.HttpMethods.Contains(HttpMethods.Get, StringComparer.OrdinalIgnoreCase)
                || methods.HttpMethods.Contains(HttpMethods.Head, StringComparer.OrdinalIgnoreCase)
                || endpoint.Metadata.OfType<WithoutHead>().Any())
            {
                return;
            }

            endpoint.Metadata.Remove(methods);
            endpoint.Metadata.Add(new HttpMethodMetadata([.. methods.HttpMethods, HttpMethods.Head], methods.AcceptCorsPreflight));
        });
        return endpoints;
    }

    /// <summary>Makes sure that HEAD gives nobody a cookie: programs that only look send it, and keep none.</summary>
    public static void UseHeadRequests(this WebApplication app) => app.Use((context, next) =>
    {
        // What is registered first runs last.
        if (context.Request.IsHead())
            context.Response.OnStarting(() => Task.FromResult(context.Response.Headers.Remove(HeaderNames.SetCookie)));
        return next(context);
    });

    /// <summary>Whether only the headers are asked for.</summary>
    public static bool IsHead(this HttpRequest request) => HttpMethods.IsHead(request.Method);
}

/// <summary>Marks an endpoint whose GET never ends or does something, so that a HEAD can't stand for it.</summary>
internal sealed class WithoutHead
{
    /// <summary>The mark.</summary>
    public static readonly WithoutHead Mark = new();
}
