using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Host;

/// <summary>What one network address may use, whatever the number of its guests.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task Requests_are_limited_and_say_when_to_come_again()
    {
        using var app = TestApp.Start(("StreamBet:Limits:ReadsPerMinute", "3"));
        using var client = app.NewClient();
        for (var read = 0; read < 3; read++)
            (await client.GetAsync("/api/bets")).StatusCode.Should().Be(HttpStatusCode.OK);

        using var refused = await client.GetAsync("/api/bets");

        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.Should().BePositive();
        (await refused.ReadAsync(HttpStatusCode.TooManyRequests)).GetProperty("code").GetString().Should().Be("rate_limited");
        (await app.NewClientFrom("127.0.0.2").GetAsync("/api/bets")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await app.Local.GetAsync("/api/bets")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await client.GetAsync("/api/health/live")).StatusCode.Should().Be(HttpStatusCode.OK, "who can't ask it restarts the server");

        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var page = await client.GetAsync("/");
        page.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        page.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        (await page.Content.ReadAsStringAsync()).Should().Contain("Too many requests come from your network address.");
    }

    [Fact]
    public async Task Stakes_offers_and_markets_are_limited_by_address_and_not_for_the_operators_own()
    {
        using var app = TestApp.Start(
            ("StreamBet:Limits:StakesPerMinute", "1"), ("StreamBet:Limits:OffersPerHour", "1"), ("StreamBet:Limits:MarketsPerHour", "1"));
        var clip = await RealClips.NobodyAsync();
        async Task<HttpResponseMessage[]> ActAsync(HttpClient person) =>
        [
            await person.PostAsJsonAsync("/api/bets/1/stakes", new { side = "YES", amount = 1 }),
            await person.PostAsJsonAsync("/api/bets", new { @event = "Shall we?", people = true }),
            await person.SendClipAsync(clip, isAsync: true),
        ];

        (await ActAsync(await app.NewGuestAsync())).Should().OnlyContain(answer => answer.IsSuccessStatusCode);
        foreach (var refused in await ActAsync(await app.NewGuestAsync()))
        {
            refused.Headers.RetryAfter!.Delta.Should().BePositive();
            (await refused.ReadAsync(HttpStatusCode.TooManyRequests)).GetProperty("code").GetString().Should().Be("rate_limited");
        }

        (await ActAsync(await app.NewGuestFromAsync("127.0.0.2"))).Should().OnlyContain(answer => answer.IsSuccessStatusCode);
        for (var again = 0; again < 2; again++)
            (await ActAsync(app.Local)).Should().OnlyContain(answer => answer.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("events")]
    [InlineData("EVENTS/")]
    public async Task Followed_overlays_count_as_open_tabs(string named)
    {
        using var app = TestApp.Start(("StreamBet:Limits:Circuits", "1"));
        using var client = app.NewClient();
        Task<HttpResponseMessage> FollowAsync() => client.GetAsync($"/overlay/latest/{named}", HttpCompletionOption.ResponseHeadersRead);
        using var first = await FollowAsync();

        using var second = await FollowAsync();

        first.StatusCode.Should().Be(HttpStatusCode.OK);
        second.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Pictures_are_limited_before_they_are_decoded()
    {
        using var app = TestApp.Start(("StreamBet:Limits:PicturesPerHour", "1"));
        using var guest = await app.NewGuestAsync();
        async Task<HttpStatusCode> SendAsync() => (await guest.PostAsync("/api/pictures", new ByteArrayContent(new byte[100]))).StatusCode;

        (await SendAsync()).Should().Be(HttpStatusCode.UnsupportedMediaType);
        (await SendAsync()).Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Open_tabs_are_limited_by_address()
    {
        using var app = TestApp.Start(("StreamBet:Limits:Circuits", "2"));
        var address = new UriBuilder(app.Address) { Scheme = "ws", Path = "/_blazor" }.Uri;
        var tabs = new List<ClientWebSocket>();
        async Task OpenAsync()
        {
            tabs.Add(new ClientWebSocket());
            await tabs[^1].ConnectAsync(address, CancellationToken.None);
        }

        try
        {
            await OpenAsync();
            await OpenAsync();
            await FluentActions.Awaiting(OpenAsync).Should().ThrowAsync<WebSocketException>().WithMessage("*429*");

            tabs[0].Abort();
            await Eventually.IsTrueAsync(
                () =>
                {
                    try
                    {
                        OpenAsync().GetAwaiter().GetResult();
                        return true;
                    }
                    catch (WebSocketException)
                    {
                        return false;
                    }
                },
                "a closed tab makes room");
        }
        finally
        {
            tabs.ForEach(tab => tab.Dispose());
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    public void A_limit_that_is_none_stops_the_start(string limit)
    {
        var start = () => TestApp.Start(("StreamBet:Limits:Circuits", limit));

        start.Should().Throw<InvalidOperationException>();
    }
}
