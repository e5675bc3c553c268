using System.Net;
using Polly;
using Polly.Timeout;

namespace StreamBet.Core.Aws.Calls;

/// <summary>What happens around one attempt of one call: it is broken off when it takes too long, and none is made for a while
/// when most have failed. Neither makes a call again; that is the SDK's alone, or the two would multiply.</summary>
internal static class CallPolicies
{
    private const long LargeRequest = 64 * 1024;
    private const int LargeRequestFactor = 8;

    /// <summary>Ends an attempt that takes too long. What carries a part of a clip may take longer.</summary>
    public static IAsyncPolicy<HttpResponseMessage> Timeout(HttpRequestMessage request, TimeSpan limit) =>
        Policy.TimeoutAsync<HttpResponseMessage>(
            request.Content?.Headers.ContentLength > LargeRequest ? limit * LargeRequestFactor : limit,
            TimeoutStrategy.Optimistic);

    /// <summary>Stops calling for a while when at least half of twenty or more calls within 30 seconds found no one who could
    /// answer. A service that asks for fewer calls (429, 503) has answered.</summary>
    public static IAsyncPolicy<HttpResponseMessage> Breaker() => Policy<HttpResponseMessage>
        .Handle<HttpRequestException>()
        .Or<TimeoutRejectedException>()
        .OrResult(answer => answer.StatusCode is HttpStatusCode.RequestTimeout
            or (>= HttpStatusCode.InternalServerError and not HttpStatusCode.ServiceUnavailable))
        .AdvancedCircuitBreakerAsync(
            failureThreshold: 0.5, TimeSpan.FromSeconds(30), minimumThroughput: 20, TimeSpan.FromSeconds(15));
}
