using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>HEAD answers where GET does, with its headers and nothing else.</summary>
public sealed class HeadTests : IDisposable
{
    // Those of a moment or of the body's way, and those that come with the cookie that HEAD does not give.
    private static readonly string[] NotCompared =
        ["Date", "Transfer-Encoding", "Content-Length", "Set-Cookie", "Expires", "Pragma", "Content-Security-Policy"];

    // A circuit's own endpoints belong to the framework.
    private static readonly string[] OfFramework = ["_blazor", "_framework"];

    private static readonly string[] Paths =
    [
        "/", "/markets", "/markets/1", "/reviews", "/record", "/verify", "/me", "/nonsense", "/app.css",
        "/api/health", "/api/vocabulary", "/api/bets", "/api/bets/1", "/api/bets/999", "/api/bets/1/evidence/0.jpg",
        "/api/bets/1/evidence/doubt.jpg", "/api/bets/1/sheet", "/api/bets/1/sheet/1.jpg", "/api/bets/1/stakes/1/proof",
        "/api/receipts", "/api/receipts/1", "/api/receipts/head", "/api/receipts/key", "/api/record", "/api/me", "/api/me/stakes",
        "/api/me/moderators", "/api/reviews", "/api/pictures/0", "/api/jobs/00000000-0000-0000-0000-000000000000",
        "/api/jobs/00000000-0000-0000-0000-000000000000/analysis", "/api/nonsense",
    ];

    private readonly TestApp _app = TestApp.Start();

    // Without cookies, or the second request would come from the guest whom the first made.
    private readonly HttpClient _client;

    public HeadTests() => _client = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = _app.Address };

    public void Dispose()
    {
        _client.Dispose();
        _app.Dispose();
    }

    [Fact]
    public async Task It_answers_wherever_GET_does_and_makes_nobody_a_guest()
    {
        // The sign-in link is used up by a look, and a stream of events has no end.
        SilentEndpoints().Should().BeEquivalentTo(
            "/operator", "/api/jobs/{jobId:guid}/events", "/overlay/{id:long}/events", "/overlay/latest/events");
        foreach (var path in Paths)
        {
            using var get = await SendAsync(HttpMethod.Get, path);
            using var head = await SendAsync(HttpMethod.Head, path);

            head.StatusCode.Should().Be(get.StatusCode, path);
            HeadersOf(head).Should().BeEquivalentTo(HeadersOf(get), path);
            (await head.Content.ReadAsByteArrayAsync()).Should().BeEmpty(path);
            head.Headers.Contains("Set-Cookie").Should().BeFalse(path);
        }

        using var operatorsLink = await SendAsync(HttpMethod.Head, "/operator?token=x");
        operatorsLink.StatusCode.Should().BeOneOf(
            [HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed], "a look must not use it up");
    }

    private IEnumerable<string?> SilentEndpoints() =>
        _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => !OfFramework.Contains(endpoint.RoutePattern.RawText!.Trim('/').Split('/')[0]))
            .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is { } methods
                && methods.HttpMethods.Contains("GET") && !methods.HttpMethods.Contains("HEAD"))
            .Select(endpoint => endpoint.RoutePattern.RawText);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        if (!path.StartsWith("/api", StringComparison.Ordinal) && !path.Contains('.', StringComparison.Ordinal))
            request.Headers.Accept.ParseAdd("text/html");
        return await _client.SendAsync(request);
    }

    private static Dictionary<string, string> HeadersOf(HttpResponseMessage response) =>
        response.Headers.Concat(response.Content.Headers).Where(header => !NotCompared.Contains(header.Key))
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value));
}
