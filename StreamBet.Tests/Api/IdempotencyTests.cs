using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>A stake or a market that is sent again with its Idempotency-Key is made once, and answered with the same
/// bytes.</summary>
public sealed class IdempotencyTests : IDisposable
{
    private const string Key = "8e03978e-40d5-43dd-bc93-6894a57f9324";
    private const string ViewerKey = "viewer-key-0123456789012";

    private static readonly (string Key, string Value)[] Settings =
    [
        ("StreamBet:ApiKeys:0:Name", "vera"), ("StreamBet:ApiKeys:0:Key", ViewerKey), ("StreamBet:ApiKeys:0:Role", "viewer"),
    ];

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Fifty_equal_stakes_at_once_are_one_stake_with_one_answer()
    {
        using var app = TestApp.Start();
        using var guest = await app.NewGuestAsync();
        var id = await app.Local.OpenMarketAsync();

        var stake = Only(await FiftyAsync(() => SendAsync(guest, $"/api/bets/{id}/stakes", Stake(10))));

        (await PoolAsync(app, id)).Should().Be(10);
        stake.Location.Should().Be($"/api/bets/{id}");
        (await SendAsync(guest, $"/api/bets/{id}/stakes", Stake(10))).Should().Be(stake);
    }

    [Fact]
    public async Task Fifty_equal_markets_at_once_are_one_market_with_one_answer()
    {
        using var app = TestApp.Start();
        var before = await CountAsync(app.Local);

        var market = Only(await FiftyAsync(() => SendAsync(app.Local, "/api/bets", Market())));

        (await CountAsync(app.Local)).Should().Be(before + 1);
        market.Location.Should().Be($"/api/bets/{IdOf(market)}");
        (await SendAsync(app.Local, "/api/bets", Market())).Should().Be(market);
    }

    [Fact]
    public async Task An_answer_stays_through_a_restart_and_whatever_happens_to_the_market()
    {
        Answer market, stake;
        using (var first = TestApp.StartOn(_data.Path, null, Settings))
        {
            market = await SendAsync(first.Local, "/api/bets", Market());
            using var viewer = first.NewClient(ViewerKey);
            stake = await SendAsync(viewer, $"{market.Location}/stakes", Stake(10));
            (market.Status, stake.Status).Should().Be((HttpStatusCode.Created, HttpStatusCode.Created));
            await first.Local.PostJsonAsync($"{market.Location}/void", new { reason = "The stream ended." });
        }

        using var second = TestApp.StartOn(_data.Path, null, Settings);
        using var again = second.NewClient(ViewerKey);
        (await SendAsync(second.Local, "/api/bets", Market())).Should().Be(market);
        (await SendAsync(again, $"{market.Location}/stakes", Stake(10))).Should().Be(stake);
        (await again.GetJsonAsync("/api/me/stakes")).GetProperty("stakes").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task A_key_stands_for_one_request()
    {
        using var app = TestApp.Start();
        using var guest = await app.NewGuestAsync();
        var (one, other) = (await app.Local.OpenMarketAsync(), await app.Local.OpenMarketAsync());
        var stake = await SendAsync(guest, $"/api/bets/{one}/stakes", Stake(10));

        foreach (var (path, body) in new[]
        {
            ($"/api/bets/{one}/stakes", Stake(11)), ($"/api/bets/{one}/stakes", "{\"side\":\"NO\",\"amount\":10}"),
            ($"/api/bets/{one}/stakes", "{\"side\":\"MAYBE\"}"), ($"/api/bets/{other}/stakes", Stake(10)), ("/api/bets", Market()),
        })
        {
            var answer = await SendAsync(guest, path, body);
            (answer.Status, CodeOf(answer)).Should().Be((HttpStatusCode.UnprocessableEntity, "idempotency_key_reused"), body);
        }

        (await SendAsync(guest, $"/api/bets/{one}/stakes", "{ \"amount\": 10, \"side\": \"YES\" }")).Should().Be(stake);
        (await PoolAsync(app, one) + await PoolAsync(app, other)).Should().Be(10);
    }

    [Fact]
    public async Task A_refusal_is_not_kept()
    {
        using var app = TestApp.Start();
        using var guest = await app.NewGuestAsync();
        var id = await app.Local.OpenMarketAsync();
        var path = $"/api/bets/{id}/stakes";

        CodeOf(await SendAsync(guest, path, Stake(1_000_000))).Should().Be("insufficient_credits");
        CodeOf(await SendAsync(guest, path, Stake(0))).Should().Be("amount");

        (await SendAsync(guest, path, Stake(10))).Status.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Two_callers_may_use_the_same_key()
    {
        using var app = TestApp.Start();
        using var ada = await app.NewGuestAsync();
        using var bob = await app.NewGuestAsync();
        var id = await app.Local.OpenMarketAsync();

        (await SendAsync(ada, $"/api/bets/{id}/stakes", Stake(10))).Status.Should().Be(HttpStatusCode.Created);
        (await SendAsync(bob, $"/api/bets/{id}/stakes", Stake(20))).Status.Should().Be(HttpStatusCode.Created);

        (await PoolAsync(app, id)).Should().Be(30);
    }

    [Fact]
    public async Task A_key_is_1_to_64_printable_characters()
    {
        using var app = TestApp.Start();
        var before = await CountAsync(app.Local);

        foreach (var key in new[] { "", new string('k', 65), "a\tb" })
        {
            var answer = await SendAsync(app.Local, "/api/bets", Market(), key);
            (answer.Status, CodeOf(answer)).Should().Be((HttpStatusCode.UnprocessableEntity, "idempotency_key"), $"the key is \"{key}\"");
        }

        (await CountAsync(app.Local)).Should().Be(before);
        (await SendAsync(app.Local, "/api/bets", Market(), $"\"{new string('~', 30)} {new string('!', 31)}\"")).Status
            .Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task After_24_hours_a_key_is_free_and_its_answer_is_deleted()
    {
        using var app = TestApp.StartOn(_data.Path, _time);
        var first = await SendAsync(app.Local, "/api/bets", Market());
        var unused = await SendAsync(app.Local, "/api/bets", Market(), "unused");

        // The markets' clock ticks each second, so that a day of ticks takes a minute. The last hour of the day is enough: answers
        // are deleted once in it, at its end.
        _time.AdjustTime(_time.GetUtcNow() + TimeSpan.FromHours(23) - TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromHours(1));
        (await SendAsync(app.Local, "/api/bets", Market())).Should().Be(first);
        _time.AdjustTime(_time.GetUtcNow() + TimeSpan.FromSeconds(1));
        var second = await SendAsync(app.Local, "/api/bets", Market());

        (second.Status, unused.Status).Should().Be((HttpStatusCode.Created, HttpStatusCode.Created));
        IdOf(second).Should().NotBe(IdOf(first));
        Kept().Should().BeLessThanOrEqualTo(2, "the new answer has taken the place of the old one");
        _time.Advance(TimeSpan.FromHours(1));
        await Eventually.IsTrueAsync(() => Kept() == 1, "only the new answer is left");
    }

    // In two waves: some come while the first is under way, and some after it.
    private static async Task<IReadOnlyList<Answer>> FiftyAsync(Func<Task<Answer>> send)
    {
        var first = await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => send()));
        return [.. first, .. await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => send()))];
    }

    private static Answer Only(IReadOnlyList<Answer> answers)
    {
        foreach (var other in answers.Where(answer => answer.Status != HttpStatusCode.Created))
            (other.Status, CodeOf(other), other.RetryAfter).Should().Be((HttpStatusCode.Conflict, "idempotency_key_under_way", "1"));
        return answers.Where(answer => answer.Status == HttpStatusCode.Created).Distinct().Should().ContainSingle().Subject;
    }

    private static async Task<Answer> SendAsync(HttpClient client, string path, string body, string key = Key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var response = await client.SendAsync(request);
        return new Answer(
            response.StatusCode, response.Headers.Location?.ToString(), response.Content.Headers.ContentType?.ToString(),
            response.Headers.RetryAfter?.ToString(), await response.Content.ReadAsStringAsync());
    }

    private static string Stake(long amount) => $"{{\"side\":\"YES\",\"amount\":{amount}}}";

    private static string Market() => """{"event":"Will it be seen?","criterion":{"labels":["Person"]}}""";

    private static string? CodeOf(Answer answer) =>
        JsonDocument.Parse(answer.Body).RootElement.TryGetProperty("code", out var code) ? code.GetString() : null;

    private static long IdOf(Answer answer) => JsonDocument.Parse(answer.Body).RootElement.GetProperty("id").GetInt64();

    private static async Task<int> CountAsync(HttpClient client) =>
        (await client.GetJsonAsync("/api/bets?count=200")).GetProperty("bets").GetArrayLength();

    private static async Task<long> PoolAsync(TestApp app, long id) =>
        (await app.Local.GetJsonAsync($"/api/bets/{id}")).GetProperty("bet").GetProperty("pool").GetInt64();

    private long Kept() => OpenDatabase.Number(_data.Path, "SELECT COUNT(*) FROM kept_answers");

    private sealed record Answer(HttpStatusCode Status, string? Location, string? Type, string? RetryAfter, string Body);
}
