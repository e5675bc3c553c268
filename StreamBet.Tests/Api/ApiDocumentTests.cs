using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Core.Aws;
using StreamBet.Core.Kernel;
using StreamBet.Tests.Support;
using StreamBet.Web.Host;

namespace StreamBet.Tests.Api;

/// <summary>The API's description of itself: whole, true, and the same as the one in the repository.</summary>
public sealed partial class ApiDocumentTests : IDisposable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A page tells it of files that wait in a tab.
    private static readonly string[] NotOfEndpoints = ["queue_full"];

    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    /// <summary>Renews docs/openapi.json when STREAMBET_RENEW is set; otherwise compares with it.</summary>
    [Fact]
    public async Task The_document_in_the_repository_is_the_one_that_is_served()
    {
        var served = JsonSerializer.Serialize(await _app.Local.GetJsonAsync("/api/openapi.json"), Indented) + "\n";
        var path = Path.Combine(Repository.Root, "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("STREAMBET_RENEW") is not null)
            await File.WriteAllTextAsync(path, served);

        JsonNode.DeepEquals(JsonNode.Parse(await File.ReadAllTextAsync(path)), JsonNode.Parse(served)).Should().BeTrue(
            "the API has changed. Look at whether it should have, then renew docs/openapi.json with "
            + "STREAMBET_RENEW=1 dotnet test StreamBet.Tests -c Release --filter FullyQualifiedName~ApiDocumentTests");
    }

    [Fact]
    public async Task Every_call_is_in_it_with_a_summary_an_answer_and_its_errors()
    {
        var document = await _app.Local.GetJsonAsync("/api/openapi.json");
        document.GetProperty("openapi").GetString().Should().StartWith("3.1");
        var described = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject(), (path, call) => (Call: $"{call.Name.ToUpperInvariant()} {path.Name}", call.Value))
            .ToDictionary(call => call.Call, call => call.Value);

        described.Keys.Should().BeEquivalentTo(MappedCalls());
        foreach (var (call, value) in described)
        {
            value.GetProperty("summary").GetString().Should().NotBeNullOrEmpty(call);
            var statuses = value.GetProperty("responses").EnumerateObject().Select(response => int.Parse(response.Name)).ToList();
            statuses.Should().Contain(status => status < 300, call).And.Contain(500, call);
            foreach (var response in value.GetProperty("responses").EnumerateObject().Where(response => int.Parse(response.Name) >= 400))
                response.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("schema");
        }

        described["POST /api/analyze"].GetProperty("requestBody").GetProperty("content").GetProperty("multipart/form-data")
            .GetProperty("schema").GetProperty("properties").EnumerateObject().Select(field => field.Name)
            .Should().BeEquivalentTo("bet_ids", "share_frames", "read_text", "file");
        document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Should().HaveCount(2);
        Names(document.GetProperty("components").GetProperty("schemas")).Should().OnlyContain(name => !name.Any(char.IsUpper));
    }

    [Fact]
    public void Every_error_code_is_declared_by_an_endpoint_and_every_declared_one_is_on_the_list()
    {
        var listed = ErrorCodes.ByKind.Concat(AwsErrorCodes.ByKind)
            .SelectMany(kind => kind.Value, (kind, code) => (kind.Key, code)).ToHashSet();
        var declared = _app.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .SelectMany(endpoint => endpoint.Metadata.OfType<DeclaredRefusals>())
            .SelectMany(refusals => refusals.Codes, (refusals, code) => (refusals.Kind, code)).ToHashSet();

        declared.Except(listed).Should().BeEmpty();
        listed.Except(declared).Where(entry => !NotOfEndpoints.Contains(entry.code)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_page_of_it_takes_its_script_from_this_server()
    {
        var html = await _app.Local.GetStringAsync("/api/docs/");

        html.Should().Contain("scalar.js").And.NotContain("https://cdn").And.NotContain("jsdelivr");
    }

    [Fact]
    public async Task What_it_requires_in_a_body_is_refused_if_it_is_missing()
    {
        var document = await _app.Local.GetJsonAsync("/api/openapi.json");
        var calls = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject(), (path, call) => (path.Name, Call: call))
            .Select(call => (call.Name, Method: call.Call.Name, Body: call.Call.Value.TryGetProperty("requestBody", out var body)
                && body.GetProperty("content").TryGetProperty("application/json", out var json) ? json : default))
            .Where(call => call.Body.ValueKind == JsonValueKind.Object);
        var refused = new List<string>();
        using var guest = await _app.NewGuestAsync();

        foreach (var (path, method, body) in calls)
        {
            var schema = document.GetProperty("components").GetProperty("schemas")
                .GetProperty(body.GetProperty("schema").GetProperty("$ref").GetString()!.Split('/')[^1]);
            foreach (var name in schema.TryGetProperty("required", out var required) ? required.EnumerateArray().Select(name => name.GetString()!) : [])
            {
                var sent = JsonNode.Parse(body.GetProperty("example").GetRawText())!.AsObject();
                sent.Remove(name);
                using var request = new HttpRequestMessage(new HttpMethod(method), path.Replace("{id}", "1", StringComparison.Ordinal))
                {
                    Content = new StringContent(sent.ToJsonString(), null, "application/json"),
                };

                // A program, such as the local account, can neither make a key nor take an account.
                using var answer = await (path is "/api/me/keys" or "/api/me/transfer" ? guest : _app.Local).SendAsync(request);
                var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
                refused.Add($"{path} {name} {(answer.IsSuccessStatusCode ? "is not missed" : problem.GetProperty("code"))}");
            }
        }

        refused.Should().BeEquivalentTo(
            "/api/bets event event", "/api/bets/{id}/stakes side side", "/api/bets/{id}/stakes amount amount", "/api/bets/{id}/void reason reason",
            "/api/bets/{id}/proposal outcome outcome", "/api/bets/{id}/proposal reason reason", "/api/bets/{id}/objections reason reason",
            "/api/bets/{id}/comment text reason", "/api/bets/{id}/ruling outcome outcome", "/api/bets/{id}/ruling reason reason",
            "/api/resolve bet_id bet_id", "/api/me name name", "/api/me/moderators name person_not_found", "/api/me/keys name key_name",
            "/api/webhooks url webhook_url", "/api/me/transfer code transfer_code_invalid");
    }

    private static IEnumerable<string> Names(JsonElement schemas) => schemas.EnumerateObject()
        .Where(schema => schema.Value.TryGetProperty("properties", out _))
        .SelectMany(schema => schema.Value.GetProperty("properties").EnumerateObject().Select(property => property.Name));

    private IEnumerable<string> MappedCalls() =>
        _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)
                && !endpoint.RoutePattern.RawText.StartsWith("/api/docs", StringComparison.Ordinal))
            .SelectMany(
                endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Where(method => method != "HEAD"),
                (endpoint, method) => $"{method} {Constraint().Replace(endpoint.RoutePattern.RawText!, "{$1}")}");

    [System.Text.RegularExpressions.GeneratedRegex(@"\{(\w+):\w+\}")]
    private static partial System.Text.RegularExpressions.Regex Constraint();
}
