using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using StreamBet.Tests.Support;
using StreamBet.Web.Api;
using StreamBet.Web.Host;

namespace StreamBet.Tests.Api;

/// <summary>Each error that an endpoint declares is provoked, and no other comes. An area of the API is a test, and so is what pages
/// call: it provokes its errors one after the other, and then compares them with what the endpoints of that area declare.</summary>
public sealed partial class DeclaredErrorsTests() : ReviewTest(WithMetrics)
{
    // The area of endpoints that are not in the API's document.
    private const string OfPages = "Pages";

    private static readonly (string Key, string Value) WithMetrics = ("StreamBet:Metrics", "true");

    // What endpoints refuse because of what they are; Common.cs provokes it.
    private static readonly string[] InCommon =
    [
        "foreign_origin", "invalid_request", "not_found", "not_signed_in", "payload_too_large", "processing_error", "rate_limited",
        "unsupported_charset", "unsupported_media_type",
    ];

    // What nothing sent from outside provokes, and why.
    private static readonly Dictionary<(string Endpoint, string Code), string> NotProvoked = new()
    {
        [("PUT /uploads/{ticket}", "upload_over")] = "The job is cancelled in the instant between the look at its ticket and its first byte.",
    };

    private readonly HashSet<(string Endpoint, string Code)> _provoked = [];
    private string? _removed;

    /// <summary>The endpoints with the errors that they declare.</summary>
    private IReadOnlyList<ApiEndpoint> Endpoints => [.. AuthorizationMatrixTests.MappedBy(App).Select(ApiEndpoint.Of)];

    // The answer has to be a problem of a declared kind. Which endpoint gave it, its request says.
    private async Task ProvokeAsync(string code, Task<HttpResponseMessage> sending)
    {
        var response = await sending;
        var request = response.RequestMessage!;
        var endpoint = Endpoints.Where(known => known.Is(request)).MinBy(known => known.Path.Count(letter => letter == '{'))
            ?? throw new InvalidOperationException($"{request.Method} {request.RequestUri} is no endpoint.");
        var text = await response.Content.ReadAsStringAsync();
        var status = endpoint.Declared.GetValueOrDefault(code);
        (await sending.CodeAsync(status == 0 ? response.StatusCode : (HttpStatusCode)status))
            .Should().Be(code, "{0} answered {1}", endpoint.Name, text);
        status.Should().NotBe(0, "{0} refuses with {1} and doesn't declare it", endpoint.Name, code);
        _provoked.Add((endpoint.Name, code));
    }

    private void EnsureAllOf(params string[] areas)
    {
        var declared = Endpoints.Where(endpoint => areas.Contains(endpoint.Area))
            .SelectMany(endpoint => endpoint.Declared.Keys.Except(InCommon), (endpoint, code) => (endpoint.Name, code)).ToHashSet();
        declared.Should().NotBeEmpty();
        declared.Except(_provoked).Except(NotProvoked.Keys).Should().BeEmpty("each declared error is provoked");
    }

    /// <summary>An endpoint.</summary>
    /// <param name="Method">Its method.</param>
    /// <param name="Pattern">Its path with its parameters and what they have to be.</param>
    /// <param name="Area">Its tag in the API's document, or that of pages.</param>
    /// <param name="IsForKnown">Whether it is for who is signed in.</param>
    /// <param name="TakesJson">Whether its body is JSON.</param>
    /// <param name="Declared">The status of each code that it declares.</param>
    private sealed partial record ApiEndpoint(
        string Method, string Pattern, string Area, bool IsForKnown, bool TakesJson, IReadOnlyDictionary<string, int> Declared)
    {
        /// <summary>Its path as the API's document has it.</summary>
        public string Path => Constraint().Replace(Pattern, "{$1}");

        /// <summary>Its method and path.</summary>
        public string Name => $"{Method} {Path}";

        public static ApiEndpoint Of(RouteEndpoint endpoint) => new(
            endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Single(method => !HttpMethods.IsHead(method)),
            endpoint.RoutePattern.RawText!,
            endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags.Single() ?? OfPages,
            endpoint.Metadata.OfType<Microsoft.AspNetCore.Authorization.IAuthorizeData>().Any(),
            endpoint.Metadata.OfType<IAcceptsMetadata>().Any(),
            endpoint.Metadata.OfType<DeclaredRefusals>()
                .SelectMany(refusals => refusals.Codes, (refusals, code) => (code, Status: ApiErrors.StatusOf(refusals.Kind)))
                .DistinctBy(declared => declared.code).ToDictionary(declared => declared.code, declared => declared.Status));

        /// <summary>Whether a request is to it.</summary>
        public bool Is(HttpRequestMessage request) => request.Method.Method == Method
            && Regex.IsMatch(request.RequestUri!.AbsolutePath, $"^{Parameter().Replace(Path.Replace(".", @"\."), "[^/]+")}$");

        /// <summary>Its address, with parameters that mean nothing, or with ones that can't be read.</summary>
        public string Address(bool isReadable = true) => Parameter().Replace(
            isReadable
                ? Pattern.Replace("{sha256}", new string('a', 64)).Replace(":guid}", $":{Guid.NewGuid()}}}").Replace(":long}", ":999999}").Replace(":int}", ":1}")
                : Pattern.Replace(":guid}", ":x}").Replace(":long}", ":x}").Replace(":int}", ":x}"),
            parameter => parameter.Value.Trim('{', '}').Split(':') is [_, var value] ? value : parameter.Value.Contains('{') ? "none" : parameter.Value);

        [GeneratedRegex(@"\{(\w+):\w+\}")]
        private static partial Regex Constraint();

        [GeneratedRegex(@"\{[^}]+\}")]
        private static partial Regex Parameter();
    }
}
