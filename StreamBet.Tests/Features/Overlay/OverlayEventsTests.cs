using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Kernel;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Features.Overlay;

/// <summary>The events of an overlay follow a market to its end, the same for everyone, and tell nobody more than its page does.</summary>
public sealed class OverlayEventsTests : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task They_tell_of_stakes_the_lock_the_analysis_and_the_verdict_with_its_frame()
    {
        using var staker = await _app.NewGuestAsync();
        var market = await _app.Local.OpenMarketAsync();
        using var events = await OverlayStream.OpenAsync(_app.NewClient(), $"/overlay/{market}/events");
        var open = await events.UntilAsync("open");
        open.GetProperty("question").GetString().Should().Be("Will Person be seen?");
        open.GetProperty("yes").GetString().Should().Be("nobody yet");
        open.GetProperty("locks_at").ValueKind.Should().Be(JsonValueKind.String);

        await StakeAsync(staker, market, "YES", 300);
        using var other = await _app.NewGuestAsync();
        await StakeAsync(other, market, "NO", 100);
        var staked = await events.UntilAsync(state => state.GetProperty("pool").GetString() == "400 credits");
        staked.GetProperty("yes").GetString().Should().Be("pays 1.33 times");
        staked.GetProperty("no").GetString().Should().Be("pays 4.00 times");
        staked.GetProperty("yes_share").GetDouble().Should().Be(0.75);

        _app.Gate.Close();
        var sending = SendAsync(market, shares: true);
        (await events.UntilAsync("deciding")).GetProperty("outcome").ValueKind.Should().Be(JsonValueKind.Null);
        _app.Gate.Open();
        await sending;
        var decided = await events.UntilAsync("resolved");
        decided.GetProperty("outcome").GetString().Should().Be("YES");
        decided.GetProperty("detail").GetString().Should().StartWith("Seen at ");
        var frame = decided.GetProperty("frame");
        frame.GetProperty("boxes").GetArrayLength().Should().BePositive();
        using var picture = await _app.NewClient().GetAsync(frame.GetProperty("address").GetString());
        picture.Content.Headers.ContentType!.MediaType.Should().Be("image/jpeg");
    }

    [Fact]
    public async Task A_frame_that_its_uploader_did_not_share_is_not_named()
    {
        var market = await _app.Local.OpenMarketAsync();
        await StakeOnBothAsync(market);
        await SendAsync(market, shares: false);

        using var events = await OverlayStream.OpenAsync(_app.NewClient(), $"/overlay/{market}/events");

        var decided = await events.UntilAsync("resolved");
        decided.GetProperty("outcome").GetString().Should().Be("YES");
        decided.GetProperty("frame").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task The_clock_alone_hides_the_odds_of_a_market_on_no_list()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var app = TestApp.Start(time);
        var bet = await app.Local.PostJsonAsync(
            "/api/bets", new { @event = "Shall we?", people = true, closes_in_seconds = 120, hidden_seconds = 60 }, HttpStatusCode.Created);
        using var operatorPage = await Browser.OperatorAsync(app);
        var market = bet.GetProperty("id").GetInt64();
        (await operatorPage.Client.PostAsync($"/api/bets/{market}/unlist", null)).EnsureSuccessStatusCode();
        using var staker = await app.NewGuestAsync();
        await StakeAsync(staker, market, "YES", 100);
        using var events = await OverlayStream.OpenAsync(app.NewClient(), $"/overlay/{market}/events");
        (await events.UntilAsync("open")).GetProperty("pool").GetString().Should().Be("100 credits");

        var hidden = events.UntilAsync(state => state.GetProperty("pool").GetString() == "hidden");
        await Eventually.IsTrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return hidden.IsCompleted || time.GetUtcNow() > bet.GetProperty("closes_at").GetDateTimeOffset();
            },
            "the odds become hidden");

        var state = await hidden;
        state.GetProperty("phase").GetString().Should().Be("open");
        state.GetProperty("yes").GetString().Should().Be("hidden");
        state.GetProperty("no").GetString().Should().Be("hidden");
        state.GetProperty("yes_share").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task The_latest_overlay_of_a_host_moves_on_to_their_next_market()
    {
        var first = await _app.Local.OpenMarketAsync();
        using var events = await OverlayStream.OpenAsync(_app.NewClient(), "/overlay/latest/events?host=local");
        (await events.NextAsync())!.Value.GetProperty("market").GetInt64().Should().Be(first);
        using var somebody = await _app.NewGuestAsync();
        await somebody.OpenMarketAsync("Dog");

        var second = await _app.Local.OpenMarketAsync("Cat");

        (await events.NextAsync())!.Value.GetProperty("market").GetInt64().Should().Be(second);
    }

    [Fact]
    public async Task All_who_look_at_a_market_get_the_same_event_and_none_knows_who_looks()
    {
        var market = await _app.Local.OpenMarketAsync();
        using var guest = await _app.NewGuestAsync();
        using var one = await OverlayStream.OpenAsync(guest, $"/overlay/{market}/events");
        using var other = await OverlayStream.OpenAsync(_app.NewClient(), $"/overlay/{market}/events");
        (await one.NextAsync())!.Value.GetRawText().Should().Be((await other.NextAsync())!.Value.GetRawText());
        one.Response.Headers.Contains("Set-Cookie").Should().BeFalse();

        await StakeOnBothAsync(market);

        foreach (var stream in new[] { one, other })
            await stream.UntilAsync(state => state.GetProperty("pool").GetString() == "200 credits");
    }

    [Theory]
    [InlineData("/overlay/999", "There is no market 999.")]
    [InlineData("/overlay/latest?host=Nobody-of-this-name", "There is no host of this name.")]
    public async Task What_is_not_there_has_a_page_that_says_so_and_no_events(string path, string sentence)
    {
        using var page = await _app.NewClient().GetAsync(path);
        page.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await page.Content.ReadAsStringAsync()).Should().Contain(sentence).And.NotContain("data-events");

        var code = await _app.NewClient().GetAsync(path.Replace("?", "/events?", StringComparison.Ordinal) + (path.Contains('?') ? "" : "/events"))
            .CodeAsync(HttpStatusCode.NotFound);
        code.Should().BeOneOf("market_not_found", "person_not_found");
    }

    [Fact]
    public async Task The_page_may_be_framed_knows_no_cookie_and_gives_none()
    {
        var market = await _app.Local.OpenMarketAsync();
        foreach (var client in new[] { _app.NewClient(), await _app.NewGuestAsync() })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/overlay/{market}");
            request.Headers.Accept.ParseAdd("text/html");
            using var page = await client.SendAsync(request);
            page.StatusCode.Should().Be(HttpStatusCode.OK);
            page.Headers.Contains("Set-Cookie").Should().BeFalse();
            page.Headers.Contains("X-Frame-Options").Should().BeFalse();
            page.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("frame-ancestors *").And.NotContain("nonce");
            (await page.Content.ReadAsStringAsync()).Should().NotContain("blazor.web").And.NotContain("Blazor:");
        }
    }

    [Fact]
    public async Task One_address_has_only_so_many_open()
    {
        using var app = TestApp.Start(($"StreamBet:Limits:{nameof(LimitOptions.Circuits)}", "2"));
        using var client = app.NewClient();
        using var one = await OverlayStream.OpenAsync(client, "/overlay/1/events");
        using var two = await OverlayStream.OpenAsync(client, "/overlay/2/events");

        (await client.GetAsync("/overlay/3/events").CodeAsync(HttpStatusCode.TooManyRequests)).Should().Be("rate_limited");
    }

    private async Task SendAsync(long market, bool shares)
    {
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent(shares ? "true" : "false"), "share_frames");
        form.Add(new StreamContent(File.OpenRead(await RealClips.PeopleAsync())), "file", "clip.mp4");
        (await _app.Local.PostAsync($"/api/analyze?bet_ids={market}", form)).EnsureSuccessStatusCode();
    }

    private async Task StakeOnBothAsync(long market)
    {
        using var one = await _app.NewGuestAsync();
        using var other = await _app.NewGuestAsync();
        await StakeAsync(one, market, "YES", 100);
        await StakeAsync(other, market, "NO", 100);
    }

    private static async Task StakeAsync(HttpClient client, long market, string side, int amount) =>
        (await client.PostAsJsonAsync($"/api/bets/{market}/stakes", new { side, amount })).EnsureSuccessStatusCode();
}
