using System.Net;
using Polly;
using Polly.Timeout;

namespace StreamBet.Core.Aws.Calls;

/// <summary>The policies around each attempt of a call: a timeout and a circuit breaker. Neither retries; only the SDK
/// does, or the retries would multiply.</summary>
internal static class CallPolicies
{
    private const long LargeRequest = 64 * 1024;
    private const int LargeRequestFactor = 8;

    /// <summary>Aborts an attempt that takes longer than the limit; a request that uploads part of a clip may take
    /// eight times as long.</summary>
    public static IAsyncPolicy<HttpResponseMessage> Timeout(HttpRequestMessage request, TimeSpan limit) =>
        Policy.TimeoutAsync<HttpResponseMessage>(
            request.Content?.Headers.ContentLength > LargeRequest ? limit * LargeRequestFactor : limit,
            TimeoutStrategy.Optimistic);

    /// <summary>Stops all calls for 15 seconds when at least half of 20 or more calls within 30 seconds failed or timed
    /// out. Throttling (429, 503) does not count as a failure: the service is up.</summary>
    public static IAsyncPolicy<HttpResponseMessage> Breaker() => Policy<HttpResponseMessage>
        .Handle<HttpRequestException>()
        .Or<TimeoutRejectedException>()
        .OrResult(answer => answer.StatusCode is HttpStatusCode.RequestTimeout
            or (>= HttpStatusCode.InternalServerError and not HttpStatusCode.ServiceUnavailable))
        .AdvancedCircuitBreakerAsync(
            failureThreshold: 0.5, TimeSpan.FromSeconds(30), minimumThroughput: 20, TimeSpan.FromSeconds(15));
}
