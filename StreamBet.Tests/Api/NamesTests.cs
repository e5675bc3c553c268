using System.Net;
using System.Net.Http.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>Names and texts that would deceive others.</summary>
public sealed class NamesTests : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_name_is_one_persons_even_if_two_tabs_ask_at_once()
    {
        var guests = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _app.NewGuestAsync()));

        var answers = await Task.WhenAll(guests.Select(guest => guest.PatchAsJsonAsync("/api/me", new { name = "Ada" })));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).Should().Be(1);
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
            (await Task.FromResult(refused).CodeAsync(HttpStatusCode.Conflict)).Should().Be("name_taken");
    }

    [Theory]
    [InlineData("\u0410da", HttpStatusCode.Conflict, "name_taken")]
    [InlineData("\u202EadA", HttpStatusCode.UnprocessableEntity, "name")]
    [InlineData("Oper\u200Bator", HttpStatusCode.UnprocessableEntity, "name")]
    [InlineData("\u041Eperator", HttpStatusCode.UnprocessableEntity, "name")]
    [InlineData("The server\u2060", HttpStatusCode.UnprocessableEntity, "name")]
    public async Task A_name_that_deceives_is_refused_and_the_old_one_stays(string name, HttpStatusCode status, string code)
    {
        using var ada = await _app.NewGuestAsync();
        await (await ada.PatchAsJsonAsync("/api/me", new { name = "Ada" })).ReadAsync();
        using var guest = await _app.NewGuestAsync();

        (await guest.PatchAsJsonAsync("/api/me", new { name }).CodeAsync(status)).Should().Be(code);

        (await guest.GetJsonAsync("/api/me")).GetProperty("name").GetString().Should().StartWith("Guest ");
    }

    [Theory]
    [InlineData("boss")]
    [InlineData("B0SS")]
    public async Task The_name_of_an_API_key_is_kept_for_it(string name)
    {
        const string Key = "operator-key-0123456789";
        using var app = TestApp.Start(
            ("StreamBet:ApiKeys:0:Name", "Boss"), ("StreamBet:ApiKeys:0:Key", Key), ("StreamBet:ApiKeys:0:Role", "operator"));
        using var guest = await app.NewGuestAsync();

        (await guest.PatchAsJsonAsync("/api/me", new { name }).CodeAsync(HttpStatusCode.UnprocessableEntity)).Should().Be("name");

        using var boss = app.NewClient(Key);
        await (await boss.PatchAsJsonAsync("/api/me", new { name = "Grace" })).ReadAsync();
        await (await boss.PatchAsJsonAsync("/api/me", new { name })).ReadAsync();
    }

    [Fact]
    public async Task A_question_or_a_reason_that_deceives_is_refused()
    {
        (await _app.Local.PostAsJsonAsync(
            "/api/bets", new { @event = "Will \u202Egod a be seen?", criterion = new { labels = new[] { "Dog" } } })
            .CodeAsync(HttpStatusCode.UnprocessableEntity)).Should().Be("event");
        var id = await _app.Local.OpenMarketAsync();
        (await _app.Local.PatchAsJsonAsync($"/api/bets/{id}", new { @event = "Will a dog\u200B be seen?" })
            .CodeAsync(HttpStatusCode.UnprocessableEntity)).Should().Be("event");
        (await _app.Local.PostAsJsonAsync($"/api/bets/{id}/void", new { reason = "\u2067It broke off." })
            .CodeAsync(HttpStatusCode.UnprocessableEntity)).Should().Be("reason");
    }

    [Fact]
    public async Task History_keeps_the_name_that_a_person_had_then()
    {
        using var guest = await _app.NewGuestAsync();
        await (await guest.PatchAsJsonAsync("/api/me", new { name = "Ada" })).ReadAsync();
        var id = await guest.OpenMarketAsync();
        await (await guest.PatchAsJsonAsync("/api/me", new { name = "Grace" })).ReadAsync();
        await guest.PostJsonAsync($"/api/bets/{id}/void", new { reason = "It broke off." });

        // Nobody else becomes Ada in hindsight.
        using var other = await _app.NewGuestAsync();
        await (await other.PatchAsJsonAsync("/api/me", new { name = "Ada" })).ReadAsync();
        await (await other.PatchAsJsonAsync("/api/me", new { name = "Eve" })).ReadAsync();

        (await _app.Local.GetJsonAsync($"/api/bets/{id}")).GetProperty("history").EnumerateArray()
            .Select(change => change.GetProperty("who").GetString()).Should().Equal("Ada", "Grace");
    }
}
