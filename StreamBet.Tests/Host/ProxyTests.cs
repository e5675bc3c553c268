using System.Net;
using System.Net.Http.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Host;

/// <summary>The server behind a real nginx, and behind what passes bytes on as <c>ssh -L</c> does.</summary>
public sealed class ProxyTests
{
    [Fact]
    public async Task Behind_an_nginx_with_nothing_set_a_stranger_is_a_stranger()
    {
        using var app = TestApp.Start();
        using var nginx = await Nginx.StartDefaultAsync(app.Address);
        using var stranger = new HttpClient { BaseAddress = nginx.Address };

        (await stranger.GetAsync("/api/me").CodeAsync(HttpStatusCode.Unauthorized)).Should().Be("not_signed_in");
        (await stranger.PostAsJsonAsync("/api/bets", new { @event = "Mine?", people = true }).CodeAsync(HttpStatusCode.Unauthorized))
            .Should().Be("not_signed_in");
        (await stranger.GetJsonAsync("/api/health")).GetProperty("status").GetString().Should().Be("healthy");
    }

    [Fact]
    public async Task Behind_a_tunnel_a_stranger_is_a_stranger()
    {
        using var app = TestApp.Start();
        await using var tunnel = new CutProxy(app.Address);
        using var stranger = new HttpClient { BaseAddress = tunnel.Address };
        stranger.DefaultRequestHeaders.Host = app.Address.Authority;

        (await stranger.GetAsync("/api/me").CodeAsync(HttpStatusCode.Unauthorized)).Should().Be("not_signed_in");
    }

    [Fact]
    public async Task A_page_of_another_site_is_not_this_machine()
    {
        using var app = TestApp.Start();
        using var page = app.NewClient();
        page.DefaultRequestHeaders.Add("Origin", "https://evil.example");

        (await page.PostAsJsonAsync("/api/bets", new { @event = "Mine?", people = true }).CodeAsync(HttpStatusCode.Forbidden))
            .Should().Be("foreign_origin");
        (await page.SendClipAsync(await RealClips.NobodyAsync()) is { StatusCode: HttpStatusCode.Forbidden }).Should().BeTrue();
    }

    [Fact]
    public async Task A_known_proxy_says_who_calls_and_its_cookies_are_secure()
    {
        using var app = TestApp.Start(("StreamBet:KnownProxies:0", "127.0.0.0/8"), ("StreamBet:GrantsPerAddress", "1"));
        using var nginx = await Nginx.StartAdvisedAsync(app.Address);
        var id = await app.Local.OpenMarketAsync();
        async Task<HttpResponseMessage> StakeAsync(string address)
        {
            using var guest = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = nginx.Address };
            guest.DefaultRequestHeaders.Add("X-Forwarded-For", address);
            using var page = await guest.OpenPageAsync();
            var cookie = page.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("streambet=", StringComparison.Ordinal));
            cookie.Should().Contain("secure");
            guest.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
            return await guest.PostAsJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 1 });
        }

        (await StakeAsync("192.0.2.1")).StatusCode.Should().Be(HttpStatusCode.Created);
        (await StakeAsync("192.0.2.1").CodeAsync(HttpStatusCode.TooManyRequests)).Should().Be("grants_used_up");
        (await StakeAsync("192.0.2.2")).StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task From_anyone_else_forwarded_headers_are_ignored()
    {
        using var app = TestApp.Start(("StreamBet:KnownProxies:0", "192.0.2.1"), ("StreamBet:Limits:MarketsPerHour", "1"));
        using var response = await app.NewClient().OpenPageAsync();
        var cookie = response.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("streambet=", StringComparison.Ordinal)).Split(';')[0];
        using var guest = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = app.Address };
        guest.DefaultRequestHeaders.Add("Cookie", cookie);
        guest.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.1");
        await guest.OpenMarketAsync();
        guest.DefaultRequestHeaders.Remove("X-Forwarded-For");
        guest.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.2");

        (await guest.PostAsJsonAsync("/api/bets", new { @event = "Again?", people = true }).CodeAsync(HttpStatusCode.TooManyRequests))
            .Should().Be("rate_limited");
    }

    [Fact]
    public async Task Through_a_known_proxy_browsers_are_told_to_come_by_https_alone()
    {
        using var app = TestApp.Start(("StreamBet:KnownProxies:0", "127.0.0.1"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/health");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Host = "bets.example.org";

        using var response = await app.NewClient().SendAsync(request);

        response.Headers.Contains("Strict-Transport-Security").Should().BeTrue();
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("10.0.0.0/99")]
    public void A_proxy_that_is_no_address_stops_the_start(string proxy)
    {
        var start = () => TestApp.Start(("StreamBet:KnownProxies:0", proxy));

        start.Should().Throw<InvalidOperationException>();
    }
}
