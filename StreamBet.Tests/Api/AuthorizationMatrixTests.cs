using System.Net.Http.Json;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using StreamBet.Tests.Support;
using StreamBet.Web.Api;

namespace StreamBet.Tests.Api;

/// <summary>The table "Who may do what" of docs/rule.md against every endpoint of the API: each is asked by each kind of person, with the
/// market, the clip and the picture of somebody else.</summary>
public sealed class AuthorizationMatrixTests : IAsyncLifetime
{
    private const string OperatorKey = "operator-key-0123456789";

    // What each endpoint is in the table. Those that everyone may ask have "anyone"; "known" is any account.
    private static readonly Dictionary<string, string> Rights = new()
    {
        ["GET /api/health"] = "anyone",
        ["GET /api/health/live"] = "anyone",
        ["GET /api/health/ready"] = "anyone",
        ["GET /api/vocabulary"] = "anyone",
        ["GET /api/bets"] = "anyone",
        ["GET /api/bets/{id:long}"] = "anyone",
        ["GET /api/bets/{id:long}/sheet"] = "anyone",
        ["GET /api/bets/{id:long}/sheet/{at}.jpg"] = "anyone, 404",
        ["GET /api/bets/{id:long}/evidence/{number:int}.jpg"] = "anyone, 404",
        ["GET /api/bets/{id:long}/evidence/doubt.jpg"] = "anyone, 404",
        ["GET /api/receipts"] = "anyone",
        ["GET /api/receipts/head"] = "anyone",
        ["GET /api/receipts/key"] = "anyone",
        ["GET /api/receipts/{marketId:long}"] = "anyone, 404",
        ["GET /api/record"] = "anyone",
        ["GET /api/verdicts/receipts"] = "anyone",
        ["GET /api/verdicts/receipts/head"] = "anyone",
        ["POST /api/verdicts"] = "known, 415",
        ["GET /api/verdicts/{id:guid}"] = "known, 404",
        ["GET /api/verdicts/{id:guid}/receipt"] = "known, 404",
        ["GET /api/pictures/{sha256}"] = "anyone, 404",
        ["POST /api/analyze"] = "anyone, 415",
        ["POST /api/bets"] = "known",
        ["POST /api/bets/{id:long}/stakes"] = "not host",
        ["GET /api/bets/{marketId:long}/stakes/{stakeId:long}/proof"] = "known, 404",
        ["POST /api/resolve"] = "known, 404",
        ["POST /api/pictures"] = "known, 400",
        ["GET /api/me"] = "known",
        ["PATCH /api/me"] = "known, 422",
        ["GET /api/me/stakes"] = "known",
        ["GET /api/me/moderators"] = "known",
        ["POST /api/me/moderators"] = "known, 404",
        ["DELETE /api/me/moderators/{id}"] = "known, 404",
        ["GET /api/reviews"] = "known",
        ["PATCH /api/bets/{id:long}"] = "host",
        ["POST /api/bets/{id:long}/lock"] = "host",
        ["POST /api/bets/{id:long}/void"] = "host",
        ["POST /api/bets/{id:long}/proposal"] = "host only, 409",
        ["POST /api/bets/{id:long}/comment"] = "host only, 409",
        ["POST /api/bets/{id:long}/objections"] = "nobody, 409",
        ["POST /api/bets/{id:long}/ruling"] = "operator, 409",
        ["POST /api/bets/{id:long}/unlist"] = "operator",
        ["POST /api/bets/{id:long}/list"] = "operator",
        ["DELETE /api/pictures/{sha256}"] = "operator, 404",
        ["GET /api/jobs/{jobId:guid}"] = "uploader",
        ["GET /api/jobs/{jobId:guid}/events"] = "uploader",
        ["GET /api/jobs/{jobId:guid}/analysis"] = "uploader",
        ["GET /api/jobs/{jobId:guid}/frames"] = "uploader",
        ["GET /api/jobs/{jobId:guid}/frames/{at}.jpg"] = "uploader",
        ["POST /api/jobs/{jobId:guid}/cancel"] = "uploader, 409",
        ["DELETE /api/jobs/{jobId:guid}/clip"] = "uploader",
        ["GET /api/openapi.json"] = "anyone",
        ["GET /api/bets/{id:long}/history"] = "anyone",
        ["POST /api/me/transfer"] = "browser, 404",
        ["GET /api/me/export"] = "known",
        ["POST /api/me/transfer-code"] = "guest",
        ["GET /api/me/sessions"] = "known",
        ["DELETE /api/me/sessions"] = "known",
        ["DELETE /api/me/sessions/{id}"] = "known, 404",
        ["GET /api/me/keys"] = "known",
        ["POST /api/me/keys"] = "guest, 422",
        ["DELETE /api/me/keys/{id}"] = "known, 404",
        ["GET /api/people"] = "operator, 404",
        ["DELETE /api/people/{person}/sessions"] = "operator",
        ["DELETE /api/people/{person}/sessions/{id}"] = "operator, 404",
        ["DELETE /api/people/{person}/keys/{id}"] = "operator, 404",
        ["GET /api/webhooks"] = "known",
        ["POST /api/webhooks"] = "known, 422",
        ["GET /api/webhooks/{id:guid}"] = "known, 404",
        ["DELETE /api/webhooks/{id:guid}"] = "known, 404",
        ["GET /api/webhooks/{id:guid}/deliveries"] = "known, 404",
        ["POST /api/webhooks/{id:guid}/test"] = "known, 404",
        ["POST /api/webhooks/{id:guid}/resume"] = "known, 404",
        ["GET /sample-clip"] = "known",
        ["GET /overlay/{id:long}"] = "anyone",
        ["GET /overlay/latest"] = "anyone",
        ["GET /overlay/{id:long}/events"] = "anyone",
        ["GET /overlay/latest/events"] = "anyone",
        ["GET /markets/{id:long}/picture.png"] = "anyone",
        ["GET /operator"] = "anyone, 403",
        ["GET /metrics"] = "operator",
        ["PUT /uploads/{ticket}"] = "known, 404",
        ["POST /account/transfer"] = "anyone, 400",
        ["DELETE /api/me"] = "guest",
        ["POST /account/sign-out"] = "anyone", // a page says so
    };

    /// <summary>Every endpoint of the API, as its method and its pattern.</summary>
    internal static IReadOnlyCollection<string> Endpoints => Rights.Keys;

    private readonly TestApp _app = TestApp.Start(
        ("StreamBet:ApiKeys:0:Name", "boss"), ("StreamBet:ApiKeys:0:Key", OperatorKey), ("StreamBet:ApiKeys:0:Role", "operator"), ("StreamBet:Metrics", "true"));

    private readonly Dictionary<string, HttpClient> _people = [];
    private HttpClient _uploader = null!;
    private string _job = "";

    public async Task InitializeAsync()
    {
        _people["nobody"] = _app.NewClient();
        _people["guest"] = await _app.NewGuestAsync();
        _people["host"] = await _app.NewGuestAsync();
        _people["operator"] = _app.NewClient(OperatorKey);
        _uploader = await _app.NewGuestAsync();
        using var sent = await _uploader.SendClipAsync(await RealClips.NobodyAsync());
        _job = (await sent.ReadAsync()).GetProperty("job_id").GetString()!;
    }

    public Task DisposeAsync()
    {
        _app.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public void Every_endpoint_of_the_API_is_in_the_table() =>
        MappedBy(_app).SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
                .Where(method => !HttpMethods.IsHead(method)).Select(method => $"{method} {endpoint.RoutePattern.RawText}"))
            .Should().BeEquivalentTo(Rights.Keys);

    [Fact]
    public async Task Each_person_may_do_just_what_the_table_says()
    {
        var wrong = new List<string>();
        foreach (var (endpoint, right) in Rights)
        {
            foreach (var person in new[] { "nobody", "guest", "host", "uploader", "operator" })
            {
                var status = await AskAsync(endpoint, person);
                var (isMeant, meant) = Meant(right, person, status);
                if (!isMeant)
                    wrong.Add($"{endpoint} by {person}: {status}, not {meant}");
            }
        }

        wrong.Should().BeEmpty();
    }

    private static (bool IsMeant, string Meant) Meant(string right, string person, int status)
    {
        var parts = right.Split(", ");
        var answer = parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 0;
        bool Answers() => answer == 0 ? status is >= 200 and < 300 : status == answer;
        if (parts[0] is not ("anyone" or "browser") && person == "nobody")
            return (status == 401, "401");
        var may = (parts[0], person) switch
        {
            ("anyone" or "known", _) => true,
            ("not host", not "host") => true,
            ("browser", not "operator") => true,
            ("guest", "guest" or "host" or "uploader") => true,
            ("host", "host" or "operator") or ("host only", "host") => true,
            ("uploader", "uploader" or "operator") => true,
            ("operator", "operator") => true,
            _ => false,
        };
        return may
            ? (Answers(), answer == 0 ? "a success" : $"{answer}")
            : (status is 403 or 404 || (parts[0] is "nobody" or "host only" or "operator" && status == answer), "403, or 404 where it must not be known");
    }

    /// <summary>The endpoints of an application that programs and scripts call.</summary>
    internal static IEnumerable<RouteEndpoint> MappedBy(TestApp app) => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not null
            && endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is null
            && endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
            && !endpoint.RoutePattern.RawText!.StartsWith("/_", StringComparison.Ordinal) // the framework's circuits
            && !endpoint.RoutePattern.RawText.StartsWith("{**", StringComparison.Ordinal) // a file that there is not
            && !endpoint.RoutePattern.RawText.StartsWith(ApiDocument.PagePath, StringComparison.Ordinal)); // a page and its scripts

    // Each question is about a market of its own, so that none depends on what another has changed.
    private async Task<int> AskAsync(string endpoint, string person)
    {
        var (method, path) = (endpoint.Split(' ')[0], endpoint.Split(' ')[1]);
        var market = path.Contains("{id:long", StringComparison.Ordinal) || path.Contains("{marketId", StringComparison.Ordinal)
            ? await _people["host"].OpenMarketAsync()
            : 0;
        var address = path
            .Replace("{id:long}", $"{market}", StringComparison.Ordinal).Replace("{marketId:long}", $"{market}", StringComparison.Ordinal)
            .Replace("{jobId:guid}", _job, StringComparison.Ordinal).Replace("{id:guid}", _job, StringComparison.Ordinal).Replace("{stakeId:long}", "1", StringComparison.Ordinal)
            .Replace("{sha256}", new string('a', 64), StringComparison.Ordinal).Replace("{at}", "1", StringComparison.Ordinal)
            .Replace("{number:int}", "1", StringComparison.Ordinal).Replace("{ticket}", "none", StringComparison.Ordinal).Replace("{person}", "guest:none", StringComparison.Ordinal)
            .Replace("{id:guid}", Guid.NewGuid().ToString(), StringComparison.Ordinal).Replace("{id}", "guest:none", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (BodyOf(endpoint) is { } body)
            request.Content = JsonContent.Create(body);
        var client = person == "uploader" ? _uploader : _people[person];

        // The events of a job have no end of their own.
        var when = path.EndsWith("events", StringComparison.Ordinal) ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead;
        using var answer = await client.SendAsync(request, when);

        // A guest may host only so many markets at a time.
        if (market > 0)
            using (await _people["operator"].PostAsJsonAsync($"/api/bets/{market}/void", new { reason = "It was asked about." })) { }
        return (int)answer.StatusCode;
    }

    /// <summary>A body that an endpoint reads.</summary>
    internal static object? BodyOf(string endpoint) => endpoint switch
    {
        "POST /api/bets" => new { @event = "Shall we?", people = true },
        "POST /api/bets/{id:long}/stakes" => new { side = "YES", amount = 1 },
        "POST /api/resolve" => new { bet_id = 1, job_id = Guid.NewGuid() },
        "PATCH /api/me" => new { name = "" },
        "POST /api/me/moderators" => new { name = "Nobody of this name" },
        "PATCH /api/bets/{id:long}" => new { @event = "Shall we now?" },
        "POST /api/bets/{id:long}/void" => new { reason = "The stream ended." },
        "POST /api/bets/{id:long}/proposal" => new { outcome = "NO", reason = "It was not there." },
        "POST /api/bets/{id:long}/comment" => new { text = "It was there." },
        "POST /api/bets/{id:long}/objections" => new { reason = "It was there." },
        "POST /api/me/transfer" => new { code = "AAAA-AAAA-AAAA" },
        "POST /api/me/keys" => new { name = "" },
        "POST /api/webhooks" => new { url = "ftp://example.org" },
        "POST /api/bets/{id:long}/ruling" => new { outcome = "NO", reason = "It was not there." },
        _ => null,
    };
}
