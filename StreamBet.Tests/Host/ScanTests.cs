using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using StreamBet.Tests.Api;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Host;

/// <summary>What a scanner without an account looks for, by OWASP's list of the ten commonest risks of APIs and of the web.</summary>
public sealed partial class ScanTests : IDisposable
{
    private static readonly string[] Hidden =
    [
        "/.env", "/.git/config", "/.git/HEAD", "/appsettings.json", "/appsettings.Development.json", "/web.config", "/data/streambet.db",
        "/streambet.db", "/data/local-key", "/local-key", "/operator-link", "/receipt-key.pem", "/keys/", "/data/", "/backup.zip",
        "/swagger", "/swagger/index.html", "/metrics", "/debug", "/actuator/env", "/phpinfo.php", "/wp-login.php", "/server-status", "/trace.axd",
        "/elmah.axd", "/_framework/", "/_content/", "/admin", "/api/admin", "/api/users", "/api/../appsettings.json", "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd", "/_content/..%2f..%2fappsettings.json", "/css/..%5c..%5cappsettings.json",
    ];

    private readonly TestApp _app = TestApp.Start();
    private readonly HttpClient _nobody;

    public ScanTests() => _nobody = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _app.Address };

    public void Dispose()
    {
        _nobody.Dispose();
        _app.Dispose();
    }

    [Fact]
    public async Task Nothing_that_is_not_meant_to_be_served_is() // API9, A05
    {
        foreach (var path in Hidden)
        {
            using var answer = await _nobody.GetAsync(path);
            answer.StatusCode.Should().BeOneOf([HttpStatusCode.NotFound, HttpStatusCode.BadRequest], path);
            Secrets().IsMatch(await answer.Content.ReadAsStringAsync()).Should().BeFalse(path);
        }
    }

    [Fact]
    public async Task No_answer_tells_what_runs_the_server_or_how_it_failed() // API8, A05
    {
        foreach (var endpoint in AuthorizationMatrixTests.Endpoints.Append("GET /").Append("GET /nothing").Append("TRACE /").Append("DELETE /api/bets"))
        {
            var (method, pattern) = (endpoint.Split(' ')[0], endpoint.Split(' ')[1]);
            using var request = new HttpRequestMessage(new HttpMethod(method), Parameter().Replace(pattern, "%27%22%3e%3cx"));
            request.Headers.Add("Accept", "text/html");
            if (method is not ("GET" or "TRACE"))
                request.Content = new StringContent("{\"", null, "application/json");
            using var answer = await _nobody.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

            ((int)answer.StatusCode).Should().BeLessThan(500, endpoint);
            answer.Headers.Contains("Server").Should().BeFalse(endpoint);
            answer.Headers.Contains("X-Powered-By").Should().BeFalse(endpoint);
            answer.Headers.GetValues("X-Content-Type-Options").Should().Equal(["nosniff"], endpoint);
            answer.Headers.GetValues("Content-Security-Policy").Should().ContainSingle(endpoint);

            // A stream of events has no end.
            if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream")
                continue;
            var text = await answer.Content.ReadAsStringAsync();
            text.Should().NotContain("'\"><x", endpoint).And.NotContain("   at ", endpoint).And.NotContain("Exception", endpoint);
        }
    }

    [Fact]
    public async Task Nobody_reads_or_changes_by_guessing_numbers() // API1, API5, A01
    {
        var market = await _app.Local.OpenMarketAsync();
        using var sent = await _app.Local.SendClipAsync(await RealClips.NobodyAsync());
        var job = (await sent.ReadAsync()).GetProperty("job_id").GetString();

        foreach (var path in new[] { $"/api/jobs/{job}", $"/api/jobs/{job}/analysis", $"/api/jobs/{job}/events", "/api/me", "/api/reviews" })
            (await _nobody.GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.Unauthorized, path);
        foreach (var action in new[] { "void", "lock", "unlist", "ruling", "proposal" })
        {
            (await _nobody.PostAsJsonAsync($"/api/bets/{market}/{action}", new { reason = "Mine." })).StatusCode
                .Should().Be(HttpStatusCode.Unauthorized, action);
        }

        // A method that another means, and one that a proxy may let pass instead.
        using var disguised = new HttpRequestMessage(HttpMethod.Get, $"/api/bets/{market}");
        disguised.Headers.Add("X-HTTP-Method-Override", "DELETE");
        (await _nobody.SendAsync(disguised)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await _app.Local.StateOfAsync(market)).Should().Be("open");
    }

    [Fact]
    public async Task No_field_that_is_the_servers_own_can_be_sent() => // API3
        (await _app.Local.PostAsJsonAsync("/api/bets", new { @event = "Mine?", people = true, pool = 1_000_000, host_id = "operator" })
            .CodeAsync(HttpStatusCode.BadRequest)).Should().Be("invalid_request");

    [Theory] // A10, A01: no redirect leads away, whatever the host and the path claim
    [InlineData("//evil.example/%2f..")]
    [InlineData("/operator?token=x&returnUrl=//evil.example")]
    [InlineData("/markets/")]
    public async Task No_redirect_leads_to_another_site(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_app.Address.GetLeftPart(UriPartial.Authority) + path));
        request.Headers.Host = "evil.example";
        request.Headers.Add("Accept", "text/html");
        using var answer = await _nobody.SendAsync(request);

        (answer.Headers.Location?.ToString() ?? "").Should().NotContain("evil.example");
    }

    [Fact]
    public async Task Pages_of_other_sites_read_nothing_with_a_persons_cookie() // A05, A07
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me");
        request.Headers.Add("Origin", "https://evil.example");
        using var answer = await _nobody.SendAsync(request);

        answer.Headers.Contains("Access-Control-Allow-Origin").Should().BeFalse();
        answer.Headers.Contains("Access-Control-Allow-Credentials").Should().BeFalse();
    }

    [GeneratedRegex("Bearer sbl_|BEGIN .*PRIVATE KEY|SQLite format|root:x:|ConnectionStrings|\"Logging\"")]
    private static partial Regex Secrets();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
