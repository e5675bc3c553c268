using System.Net;
using System.Text.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>GET /api/me/stakes.</summary>
public sealed class OwnStakesTests : IDisposable
{
    private const string OperatorKey = "operator-key-0123456789";
    private readonly TestApp _app = TestApp.Start(
        ("StreamBet:ApiKeys:0:Name", "boss"), ("StreamBet:ApiKeys:0:Key", OperatorKey),
        ("StreamBet:ApiKeys:0:Role", "operator"));

    public void Dispose() => _app.Dispose();

    private static Task<JsonElement> StakeAsync(HttpClient who, long market, string side, long amount) =>
        who.PostJsonAsync($"/api/bets/{market}/stakes", new { side, amount }, HttpStatusCode.Created);

    [Fact]
    public async Task Stakes_come_newest_first_with_their_market_a_page_at_a_time()
    {
        var guest = await _app.NewGuestAsync();
        foreach (var amount in new[] { 10, 20, 30 })
            await StakeAsync(guest, 1, "YES", amount);
        await StakeAsync(await _app.NewGuestAsync(), 1, "NO", 5);

        var first = await guest.GetJsonAsync("/api/me/stakes?count=2");
        var second = await guest.GetJsonAsync(first.GetProperty("next").GetString()!);

        Amounts(first).Should().Equal(30, 20);
        Amounts(second).Should().Equal(10);
        second.GetProperty("next").ValueKind.Should().Be(JsonValueKind.Null);
        var stake = second.GetProperty("stakes")[0];
        stake.GetProperty("bet_id").GetInt64().Should().Be(1);
        stake.GetProperty("event").GetString().Should().EndWith("?");
        stake.GetProperty("side").GetString().Should().Be("YES");
        stake.GetProperty("state").GetString().Should().Be("open");
        stake.GetProperty("returned").ValueKind.Should().Be(JsonValueKind.Null);
        stake.GetProperty("outcome").ValueKind.Should().Be(JsonValueKind.Null);

        static IEnumerable<long> Amounts(JsonElement page) =>
            page.GetProperty("stakes").EnumerateArray().Select(item => item.GetProperty("amount").GetInt64());
    }

    [Fact]
    public async Task A_decided_stake_names_the_outcome_and_a_refunded_one_that_it_went_back()
    {
        var (host, boss) = (await _app.NewGuestAsync(), _app.NewClient(OperatorKey));
        var id = await host.OpenMarketAsync();
        await StakeAsync(boss, id, "NO", 40);
        await StakeAsync(boss, 1, "NO", 25);

        await (await boss.SendClipAsync(await RealClips.NobodyAsync(), $"?bet_ids={id},1")).ReadAsync();

        var stakes = (await boss.GetJsonAsync("/api/me/stakes")).GetProperty("stakes");
        stakes[0].GetProperty("outcome").GetString().Should().Be("NO");
        stakes[0].GetProperty("returned").GetInt64().Should().BeGreaterThan(25);
        stakes[0].GetProperty("withdrawn").GetBoolean().Should().BeFalse();
        stakes[1].GetProperty("returned").GetInt64().Should().Be(40);
        stakes[1].GetProperty("withdrawn").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task Nobody_unknown_has_stakes() =>
        (await _app.NewClient().GetAsync("/api/me/stakes").CodeAsync(HttpStatusCode.Unauthorized))
            .Should().Be("not_signed_in");
}
