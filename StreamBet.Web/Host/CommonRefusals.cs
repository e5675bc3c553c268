using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.RateLimiting;
using StreamBet.Core.Kernel;

namespace StreamBet.Web.Host;

/// <summary>Declares what endpoints refuse because of what they are, and not because of what they do.</summary>
internal static class CommonRefusals
{
    public static T RefusesInCommon<T>(this T endpoints)
        where T : IEndpointConventionBuilder
    {
        endpoints.Finally(endpoint =>
        {
            void Add(RefusalKind kind, params string[] codes) => endpoint.Metadata.Add(new DeclaredRefusals(kind, codes));

            Add(RefusalKind.Failed, "processing_error");
            if (!endpoint.Metadata.OfType<DisableRateLimitingAttribute>().Any())
                Add(RefusalKind.TooMany, "rate_limited");
            if (endpoint.Metadata.OfType<IAuthorizeData>().Any())
                Add(RefusalKind.Unknown, "not_signed_in");
            if (endpoint is RouteEndpointBuilder { RoutePattern.Parameters: var parts } && parts.Any(part => part.ParameterPolicies.Count > 0))
                Add(RefusalKind.NotFound, "not_found");
            if (endpoint.Metadata.OfType<IHttpMethodMetadata>().Last().HttpMethods.Contains(HttpMethods.Get))
            {
                if (endpoint.Metadata.OfType<MethodInfo>().Any(TakesNumbers))
                    Add(RefusalKind.Invalid, "invalid_request");
                return;
            }

            Add(RefusalKind.Forbidden, "foreign_origin");
            if (!endpoint.Metadata.OfType<IAcceptsMetadata>().Any())
                return;
            Add(RefusalKind.Invalid, "invalid_request");
            Add(RefusalKind.TooLarge, "payload_too_large");
            Add(RefusalKind.Unsupported, "unsupported_charset", "unsupported_media_type");
        });
        return endpoints;
    }

    // A value of the query that is none is refused before the endpoint runs.
    private static bool TakesNumbers(MethodInfo handler) =>
        handler.GetParameters().Any(parameter => Nullable.GetUnderlyingType(parameter.ParameterType) is not null);
}
