using System.Net;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>Where there is nothing, a browser gets a page and a program problem details.</summary>
public sealed class UnknownAddressTests : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData("/nonsense")]
    [InlineData("/jobs/no-id")]
    public async Task A_browser_gets_a_page_and_one_guests_cookie(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");

        using var response = await _app.NewClient().SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        response.Headers.GetValues("Set-Cookie").Where(cookie => cookie.StartsWith("streambet=", StringComparison.Ordinal))
            .Should().ContainSingle();
    }

    [Theory]
    [InlineData("/nonsense")]
    [InlineData("/api/nonsense")]
    public async Task A_program_gets_problem_details(string path) =>
        (await _app.Local.GetAsync(path).CodeAsync(HttpStatusCode.NotFound)).Should().Be("not_found");

    [Theory]
    [InlineData("GET", "/api/nonsense", HttpStatusCode.NotFound, "not_found")]
    [InlineData("PUT", "/api/bets", HttpStatusCode.MethodNotAllowed, "method_not_allowed")]
    [InlineData("POST", "/api/bets", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    [InlineData("GET", "/api/bets/999", HttpStatusCode.NotFound, "market_not_found")]
    public async Task Who_accepts_other_things_alone_gets_problem_details_too(string method, string path, HttpStatusCode status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Accept.ParseAdd("image/png");
        request.Content = method == "POST" ? new StringContent("no JSON") : null;

        (await _app.Local.SendAsync(request).CodeAsync(status)).Should().Be(code);
    }
}
