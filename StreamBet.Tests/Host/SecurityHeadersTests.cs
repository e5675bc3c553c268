using StreamBet.Tests.Support;

namespace StreamBet.Tests.Host;

/// <summary>Every response tells the browser what it may do, whatever it is and however it ended.</summary>
public sealed class SecurityHeadersTests : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Every_response_has_the_headers_and_no_policy_allows_inline_scripts()
    {
        foreach (var (method, path, accept) in new[]
        {
            ("GET", "/", "text/html"), ("GET", "/nonsense", "text/html"), ("GET", "/operator", "text/html"), ("GET", "/app.css", "*/*"),
            ("GET", "/api/bets", "*/*"), ("GET", "/api/bets/999", "*/*"), ("POST", "/api/bets", "*/*"), ("DELETE", "/api/bets", "*/*"),
            ("GET", "/_blazor", "*/*"), ("HEAD", "/", "text/html"), ("PUT", "/uploads/none", "*/*"),
        })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Accept.ParseAdd(accept);
            using var response = await _app.Local.SendAsync(request);

            var policy = One(response, "Content-Security-Policy");
            policy.Should().Contain("default-src 'none'").And.Contain("frame-ancestors 'none'").And.Contain("object-src 'none'")
                .And.Contain("base-uri 'self'").And.Contain("form-action 'self'");
            policy.Split("; ").Single(directive => directive.StartsWith("script-src ", StringComparison.Ordinal))
                .Should().NotContain("unsafe").And.NotContain("*").And.NotContain("http");
            One(response, "X-Content-Type-Options").Should().Be("nosniff");
            One(response, "Referrer-Policy").Should().Be("same-origin");
            One(response, "Permissions-Policy").Should().Contain("camera=()");
            One(response, "Cross-Origin-Opener-Policy").Should().Be("same-origin");
            One(response, "X-Frame-Options").Should().Be("DENY");
        }
    }

    [Fact]
    public async Task Each_page_has_a_nonce_of_its_own_that_its_inline_scripts_carry()
    {
        var nonces = new List<string>();
        for (var times = 0; times < 2; times++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            request.Headers.Accept.ParseAdd("text/html");
            using var response = await _app.Local.SendAsync(request);
            var html = await response.Content.ReadAsStringAsync();
            var nonce = One(response, "Content-Security-Policy").Split("'nonce-")[1].Split('\'')[0];
            nonces.Add(nonce);
            html.Split("<script").Skip(1).Where(script => !script.Split('>')[0].Contains("src=", StringComparison.Ordinal))
                .Should().NotBeEmpty().And.OnlyContain(script => script.Contains($"nonce=\"{nonce}\"", StringComparison.Ordinal));
        }

        nonces.Should().OnlyHaveUniqueItems();
    }

    private static string One(HttpResponseMessage response, string header) =>
        response.Headers.GetValues(header).Should().ContainSingle(header).Subject;
}
