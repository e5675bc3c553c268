using System.Net;
using System.Net.Http.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>Whatever is sent in the place of a market or a stake is refused with one sentence, and moves
/// nothing.</summary>
public sealed class WrongMarketTests : IDisposable
{
    private const string OperatorKey = "boss-key-0123456789";

    private readonly TestApp _app = TestApp.Start(("StreamBet:DemoMarkets", "false"));

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData("""{"event":"Will it?"}""", "labels")]
    [InlineData("""{"event":"Will it?","criterion":{"labels":[]}}""", "labels")]
    [InlineData("""{"event":"Will it?","criterion":{"labels":[""]}}""", "label_outside_vocabulary")]
    [InlineData("""{"event":"Will it?","criterion":{"labels":["Unicorn"]}}""", "label_outside_vocabulary")]
    [InlineData("""{"event":"Will it?","criterion":{"labels":["Dog"],"start":20,"end":10}}""", "window")]
    [InlineData("""{"event":"Will it?","criterion":{"labels":["Dog"],"start":10,"end":10}}""", "window")]
    [InlineData("""{"event":"Will it?","criterion":{"labels":["Dog"],"start":-1}}""", "seconds")]
    [InlineData("""{"event":"Will it?","criterion":{"labels":["Dog"],"times":0}}""", "times")]
    [InlineData("""{"event":"Will it?","criterion":{"labels":["Dog"],"times":-1}}""", "times")]
    [InlineData("""{"event":"Will it?","criterion":{"labels":["Dog"],"threshold":79}}""", "threshold")]
    [InlineData("""{"event":"Will it?","criterion":{"labels":["Dog"],"threshold":100}}""", "threshold")]
    [InlineData("""{"event":"","criterion":{"labels":["Dog"]}}""", "event")]
    [InlineData("""{"event":"One\nTwo","criterion":{"labels":["Dog"]}}""", "event")]
    [InlineData("""{"event":"Will it?","closes_in_seconds":0,"criterion":{"labels":["Dog"]}}""", "closing_time")]
    public async Task A_market_that_cannot_be_decided_is_not_opened(string market, string code)
    {
        var id = await _app.Local.OpenMarketAsync("Dog");

        (await _app.Local.PostAsync("/api/bets", Json(market)).CodeAsync(HttpStatusCode.UnprocessableEntity))
            .Should().Be(code);

        var bets = (await _app.Local.GetJsonAsync("/api/bets")).GetProperty("bets");
        bets.GetArrayLength().Should().Be(1);
        bets[0].GetProperty("id").GetInt64().Should().Be(id);
    }

    [Fact]
    public async Task A_market_becomes_none_that_cannot_be_decided()
    {
        var id = await _app.Local.OpenMarketAsync("Dog");
        Task<string?> CodeOfAsync(string change) =>
            _app.Local.PatchAsync($"/api/bets/{id}", Json(change)).CodeAsync(HttpStatusCode.UnprocessableEntity);

        (await CodeOfAsync("""{"criterion":{"labels":["Unicorn"]}}""")).Should().Be("label_outside_vocabulary");
        (await CodeOfAsync("""{"criterion":{"labels":["Dog"],"threshold":79}}""")).Should().Be("threshold");
        (await CodeOfAsync("""{"event":" "}""")).Should().Be("event");

        var bet = (await _app.Local.GetJsonAsync($"/api/bets/{id}")).GetProperty("bet");
        bet.GetProperty("event").GetString().Should().Be("Will Dog be seen?");
        bet.GetProperty("criterion").GetProperty("labels")[0].GetString().Should().Be("Dog");
    }

    [Fact]
    public async Task A_question_of_10000_characters_is_refused_and_one_of_markup_stays_text()
    {
        Task<HttpResponseMessage> OpenAsync(string question) => _app.Local.PostAsJsonAsync(
            "/api/bets", new { @event = question, criterion = new { labels = new[] { "Dog" } } });

        (await OpenAsync(new string('q', 10_000)).CodeAsync(HttpStatusCode.UnprocessableEntity)).Should().Be("event");

        const string markup = "<script>alert(1)</script> Will it?";
        using var answer = await OpenAsync(markup);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        (await answer.ReadAsync(HttpStatusCode.Created)).GetProperty("event").GetString().Should().Be(markup);
    }

    [Theory]
    [InlineData("""{"side":"YES","amount":0}""", HttpStatusCode.UnprocessableEntity, "amount")]
    [InlineData("""{"side":"YES","amount":-1}""", HttpStatusCode.UnprocessableEntity, "amount")]
    [InlineData("""{"side":"YES"}""", HttpStatusCode.UnprocessableEntity, "amount")]
    [InlineData("""{"side":"PERHAPS","amount":1}""", HttpStatusCode.UnprocessableEntity, "side")]
    [InlineData("""{"amount":1}""", HttpStatusCode.UnprocessableEntity, "side")]
    [InlineData("""{"side":"YES","amount":1.5}""", HttpStatusCode.UnprocessableEntity, "amount")]
    [InlineData("""{"side":"YES","amount":1e30}""", HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("""{"side":"YES","amount":1001}""", HttpStatusCode.Conflict, "insufficient_credits")]
    [InlineData("""{"side":"YES","amount":1,"revision":2}""", HttpStatusCode.Conflict, "market_changed")]
    public async Task A_stake_that_is_none_moves_nothing(string stake, HttpStatusCode status, string code)
    {
        var id = await _app.Local.OpenMarketAsync("Dog");
        var guest = await _app.NewGuestAsync();

        (await guest.PostAsync($"/api/bets/{id}/stakes", Json(stake)).CodeAsync(status)).Should().Be(code);

        await EnsureUntouchedAsync(guest, id, "open");
    }

    [Fact]
    public async Task A_locked_market_and_a_missing_one_take_no_stake_and_the_host_has_none()
    {
        var id = await _app.Local.OpenMarketAsync("Dog");
        var guest = await _app.NewGuestAsync();
        var stake = new { side = "YES", amount = 1 };

        (await _app.Local.PostAsJsonAsync($"/api/bets/{id}/stakes", stake).CodeAsync(HttpStatusCode.Forbidden))
            .Should().Be("own_market");
        (await guest.PostAsJsonAsync("/api/bets/99/stakes", stake).CodeAsync(HttpStatusCode.NotFound))
            .Should().Be("market_not_found");
        await _app.Local.PostJsonAsync($"/api/bets/{id}/lock", new { });
        (await guest.PostAsJsonAsync($"/api/bets/{id}/stakes", stake).CodeAsync(HttpStatusCode.Conflict))
            .Should().Be("market_not_open");

        await EnsureUntouchedAsync(guest, id, "locked");
    }

    [Fact]
    public async Task From_two_tabs_the_last_credit_is_staked_once()
    {
        var id = await _app.Local.OpenMarketAsync("Dog");
        var guest = await _app.NewGuestAsync();
        await guest.PostJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 999 }, HttpStatusCode.Created);

        var tabs = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            using var answer = await guest.PostAsJsonAsync($"/api/bets/{id}/stakes", new { side = "NO", amount = 1 });
            return answer.StatusCode;
        }));

        tabs.Should().BeEquivalentTo([HttpStatusCode.Created, HttpStatusCode.Conflict]);
        (await guest.GetJsonAsync("/api/me")).GetProperty("balance").GetProperty("credits").GetInt64()
            .Should().Be(0);
        (await PoolAsync(guest, id)).Should().Be(1_000);
    }

    [Fact]
    public async Task Whoever_uploads_the_clip_gets_their_stake_back_and_can_make_no_other()
    {
        using var keyed = TestApp.Start(
            ("StreamBet:ApiKeys:0:Name", "boss"), ("StreamBet:ApiKeys:0:Key", OperatorKey),
            ("StreamBet:ApiKeys:0:Role", "operator"));
        var (host, uploader) = (await keyed.NewGuestAsync(), keyed.NewClient(OperatorKey));
        var id = await host.OpenMarketAsync();
        await uploader.PostJsonAsync(
            $"/api/bets/{id}/stakes", new { side = "NO", amount = 400 }, HttpStatusCode.Created);
        keyed.Gate.Close();

        var sending = await uploader.SendClipAsync(await RealClips.PeopleAsync(), $"?bet_ids={id}", isAsync: true);
        await sending.ReadAsync(HttpStatusCode.Accepted);

        (await uploader.GetJsonAsync("/api/me")).GetProperty("balance").GetProperty("credits").GetInt64()
            .Should().Be(1_000);
        (await PoolAsync(host, id)).Should().Be(0);
        (await uploader.PostAsJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 1 })
            .CodeAsync(HttpStatusCode.Conflict)).Should().Be("market_not_open");
        keyed.Gate.Open();
    }

    private static async Task EnsureUntouchedAsync(HttpClient client, long id, string state)
    {
        (await client.StateOfAsync(id)).Should().Be(state);
        (await PoolAsync(client, id)).Should().Be(0);
        var me = await client.GetJsonAsync("/api/me");
        me.GetProperty("balance").GetProperty("credits").GetInt64().Should().Be(1_000);
        me.GetProperty("stakes").GetArrayLength().Should().Be(0);
    }

    private static async Task<long> PoolAsync(HttpClient client, long id) =>
        (await client.GetJsonAsync($"/api/bets/{id}")).GetProperty("bet").GetProperty("pool").GetInt64();

    private static StringContent Json(string text) => new(text, null, "application/json");
}
