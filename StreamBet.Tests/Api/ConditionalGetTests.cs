using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>Markets have an ETag that changes whenever what is shown of them does, and only then.</summary>
public sealed class ConditionalGetTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly TestApp _app;

    public ConditionalGetTests() => _app = TestApp.Start(_time);

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Every_change_gives_a_new_tag_and_the_same_content_the_same_one()
    {
        var id = await _app.Local.OpenMarketAsync();
        var guest = await _app.NewGuestAsync();
        foreach (var path in new[] { "/api/bets", "/api/bets?status=active&count=5", $"/api/bets/{id}" })
        {
            var tag = await TagOf(path);
            (await StatusOf(path, tag)).Should().Be(HttpStatusCode.NotModified, path);
            (await StatusOf(path, "\"other\"")).Should().Be(HttpStatusCode.OK, path);
        }

        await EachChangesAsync(
            id,
            () => _app.Local.PatchAsync($"/api/bets/{id}", Json(new { @event = "Will anybody be seen?" })),
            () => guest.PostAsync($"/api/bets/{id}/stakes", Json(new { side = "YES", amount = 10 })),
            () => guest.PostAsync($"/api/bets/{id}/stakes", Json(new { side = "NO", amount = 10 })),
            () => _app.Local.PostAsync($"/api/bets/{id}/lock", null),
            () => _app.Local.PostAsync($"/api/bets/{id}/void", Json(new { reason = "The stream ended." })));
        guest.Dispose();
    }

    [Fact]
    public async Task What_was_acknowledged_is_in_the_next_answer()
    {
        var id = await _app.Local.OpenMarketAsync();
        using var guest = await _app.NewGuestAsync();
        for (var stakes = 1; stakes <= 40; stakes++)
        {
            await guest.PostJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 1 }, HttpStatusCode.Created);
            Shown(await _app.Local.GetJsonAsync("/api/bets"), id).GetProperty("pool").GetInt64().Should().Be(stakes);
        }
    }

    [Fact]
    public async Task Odds_hide_by_the_clock_and_then_no_stake_changes_the_tag()
    {
        using var guest = await _app.NewGuestAsync();
        var bet = await _app.Local.PostJsonAsync(
            "/api/bets",
            new { @event = "Will it be seen?", criterion = new { labels = new[] { "Person" } }, closes_in_seconds = 120, hidden_seconds = 60 },
            HttpStatusCode.Created);
        var id = bet.GetProperty("id").GetInt64();
        Shown(await _app.Local.GetJsonAsync("/api/bets"), id).GetProperty("hidden").GetBoolean().Should().BeFalse();

        _time.Advance(TimeSpan.FromSeconds(61));
        Shown(await _app.Local.GetJsonAsync("/api/bets"), id).GetProperty("hidden").GetBoolean().Should().BeTrue();
        var tag = await TagOf("/api/bets");
        await guest.PostJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 5 }, HttpStatusCode.Created);
        await guest.PostJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 5 }, HttpStatusCode.Created);
        (await TagOf("/api/bets")).Should().Be(tag);
    }

    private async Task EachChangesAsync(long id, params Func<Task<HttpResponseMessage>>[] changes)
    {
        foreach (var change in changes)
        {
            var (all, one) = (await TagOf("/api/bets"), await TagOf($"/api/bets/{id}"));
            (await change()).EnsureSuccessStatusCode();
            (await StatusOf("/api/bets", all)).Should().Be(HttpStatusCode.OK);
            (await StatusOf($"/api/bets/{id}", one)).Should().Be(HttpStatusCode.OK);
        }
    }

    private async Task<string> TagOf(string path)
    {
        using var response = await _app.Local.GetAsync(path);
        return response.EnsureSuccessStatusCode().Headers.ETag!.Tag;
    }

    private async Task<HttpStatusCode> StatusOf(string path, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(tag));
        using var response = await _app.Local.SendAsync(request);
        return response.StatusCode;
    }

    private static JsonElement Shown(JsonElement page, long id) =>
        page.GetProperty("bets").EnumerateArray().Single(bet => bet.GetProperty("id").GetInt64() == id);

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
}
