using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>A long history is read in pages, the latest first.</summary>
public sealed class HistoryPagesTests : IDisposable
{
    private readonly TestApp _app = TestApp.Start();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task A_market_carries_its_latest_changes_and_the_pages_have_the_rest()
    {
        var id = await _app.Local.OpenMarketAsync();
        (await _app.Local.GetJsonAsync($"/api/bets/{id}")).GetProperty("history_next").GetString().Should().BeNull();
        for (var revision = 2; revision <= 50; revision++)
        {
            using var edited = await _app.Local.PatchAsync(
                $"/api/bets/{id}", new StringContent($$"""{"event":"Question {{revision}}?"}""", null, "application/json"));
            edited.EnsureSuccessStatusCode();
        }

        await _app.Local.PostJsonAsync($"/api/bets/{id}/lock", new { });

        var bet = await _app.Local.GetJsonAsync($"/api/bets/{id}");
        bet.GetProperty("history").GetArrayLength().Should().Be(50);
        bet.GetProperty("history")[49].GetProperty("to").GetString().Should().Be("locked");
        var older = await _app.Local.GetJsonAsync(bet.GetProperty("history_next").GetString()!);
        older.GetProperty("history").GetArrayLength().Should().Be(1);
        older.GetProperty("history")[0].GetProperty("why").GetString().Should().Be("Opened.");
        older.GetProperty("next").GetString().Should().BeNull();
    }
}
