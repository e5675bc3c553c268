using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>In a market's last seconds nobody can learn from the API what others stake.</summary>
public sealed class HiddenOddsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly TestApp _app;

    public HiddenOddsTests() => _app = TestApp.Start(_time);

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_answer_changes_with_what_others_stake_until_the_market_is_locked(bool isRandom)
    {
        var (ada, bob) = (await _app.NewGuestAsync(), await _app.NewGuestAsync());
        var market = await OpenAsync(20, isRandom);
        await StakeAsync(ada, market, "YES", 30);
        await StakeAsync(bob, market, "NO", 10);
        var shown = await ReadAsync(_app.Local, market);
        shown.GetProperty("hidden").GetBoolean().Should().BeFalse();
        shown.GetProperty("pool").GetInt64().Should().Be(40);

        _time.Advance(TimeSpan.FromSeconds(40));
        var before = await AnswersAsync(market, _app.Local, ada);
        var own = (await StakeAsync(bob, market, "NO", 500)).GetProperty("bet");
        own.GetProperty("hidden").GetBoolean().Should().BeTrue();
        own.GetProperty("pool").ValueKind.Should().Be(JsonValueKind.Null);
        OddsOf(own).Should().OnlyContain(odds => odds == null);

        (await AnswersAsync(market, _app.Local, ada)).Should().Equal(before);
        var hidden = await ReadAsync(_app.Local, market);
        hidden.GetProperty("hidden").GetBoolean().Should().BeTrue();
        hidden.GetProperty("pool").ValueKind.Should().Be(JsonValueKind.Null);
        OddsOf(hidden).Should().OnlyContain(odds => odds == null);
        hidden.GetProperty("closes_at").GetDateTimeOffset().Should().Be(shown.GetProperty("closes_at").GetDateTimeOffset());
        hidden.GetProperty("hidden_seconds").GetDouble().Should().Be(20);
        hidden.GetProperty("random_lock").GetBoolean().Should().Be(isRandom);

        await _time.UntilAsync(
            () => _app.Local.StateOfAsync(market).GetAwaiter().GetResult() == "locked", TimeSpan.FromSeconds(1));
        var locked = await ReadAsync(_app.Local, market);
        locked.GetProperty("hidden").GetBoolean().Should().BeFalse();
        locked.GetProperty("pool").GetInt64().Should().Be(540);
    }

    [Fact]
    public async Task A_host_learns_nothing_by_trying_to_edit_or_to_name_a_staker_a_moderator()
    {
        var (ada, bob) = (await _app.NewGuestAsync(), await _app.NewGuestAsync());
        await bob.PatchAsJsonAsync("/api/me", new { name = "Bob" });
        await ada.PatchAsJsonAsync("/api/me", new { name = "Ada" });
        var market = await OpenAsync(20, isRandom: false);
        _time.Advance(TimeSpan.FromSeconds(41));
        await StakeAsync(bob, market, "NO", 500);

        (await _app.Local.PatchAsJsonAsync($"/api/bets/{market}", new { @event = "Will it?" }).CodeAsync(HttpStatusCode.Conflict))
            .Should().Be("market_closing");
        foreach (var name in new[] { "Ada", "Bob" })
        {
            (await _app.Local.PostAsJsonAsync("/api/me/moderators", new { name }).CodeAsync(HttpStatusCode.Conflict))
                .Should().Be("market_closing");
        }
    }

    [Fact]
    public async Task A_short_market_hides_its_odds_by_default_and_a_long_one_does_not()
    {
        async Task<double> HiddenAsync(double seconds) => (await _app.Local.PostJsonAsync(
            "/api/bets", new { @event = "Will it?", criterion = new { labels = new[] { "Dog" } }, closes_in_seconds = seconds },
            HttpStatusCode.Created)).GetProperty("hidden_seconds").GetDouble();

        (await HiddenAsync(599)).Should().Be(10);
        (await HiddenAsync(600)).Should().Be(0);
    }

    [Fact]
    public async Task Each_random_lock_is_drawn_anew()
    {
        var markets = new List<long>();
        for (var i = 0; i < 12; i++)
            markets.Add(await OpenAsync(30, isRandom: true));
        var seconds = new Dictionary<long, DateTimeOffset>();

        await _time.UntilAsync(
            () =>
            {
                foreach (var market in markets.Where(market => !seconds.ContainsKey(market)))
                {
                    if (ReadAsync(_app.Local, market).GetAwaiter().GetResult().GetProperty("locked_at") is { ValueKind: JsonValueKind.String } at)
                        seconds[market] = at.GetDateTimeOffset();
                }

                return seconds.Count == markets.Count;
            },
            TimeSpan.FromSeconds(1));

        seconds.Values.Distinct().Should().HaveCountGreaterThan(1);
    }

    // All that these people can ask for.
    private static async Task<List<string>> AnswersAsync(long market, params HttpClient[] people)
    {
        var answers = new List<string>();
        foreach (var person in people)
        {
            foreach (var path in new[] { "/api/bets", "/api/bets?status=active", $"/api/bets/{market}", "/api/me", "/api/me/stakes" })
                answers.Add((await person.GetJsonAsync(path)).GetRawText());
        }

        return answers;
    }

    private async Task<long> OpenAsync(double hidden, bool isRandom) => (await _app.Local.PostJsonAsync(
        "/api/bets",
        new
        {
            @event = "Will a dog be seen?",
            criterion = new { labels = new[] { "Dog" } },
            closes_in_seconds = 60,
            hidden_seconds = hidden,
            random_lock = isRandom,
        },
        HttpStatusCode.Created)).GetProperty("id").GetInt64();

    private static async Task<JsonElement> ReadAsync(HttpClient person, long market) =>
        (await person.GetJsonAsync($"/api/bets/{market}")).GetProperty("bet");

    private static Task<JsonElement> StakeAsync(HttpClient person, long market, string side, long amount) =>
        person.PostJsonAsync($"/api/bets/{market}/stakes", new { side, amount }, HttpStatusCode.Created);

    private static IEnumerable<double?> OddsOf(JsonElement bet) => new[] { "yes", "no" }
        .Select(side => bet.GetProperty("odds").GetProperty(side))
        .Select(odds => odds.ValueKind == JsonValueKind.Null ? null : (double?)odds.GetDouble());
}
