using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Kernel;
using StreamBet.Core.Receipts;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Persistence;

/// <summary>A database that version 0.1.0 wrote, with markets in every state, opens with the present program. What version
/// 0.1.0 answered lies beside it in Golden.</summary>
public sealed class OldDatabaseTests : IDisposable
{
    private const int ResolvedMarket = 5;

    // The day the database was written: a later one would close its open markets.
    private static readonly DateTimeOffset ThatDay = new(2026, 11, 28, 13, 30, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _data = new();
    private readonly TestApp _app;

    public OldDatabaseTests()
    {
        File.Copy(Golden("streambet-0.1.0.db"), _data.File("streambet.db"));
        _app = TestApp.StartOn(_data.Path, new FakeTimeProvider(ThatDay), ("StreamBet:Database", StreamBetOptions.Sqlite));
    }

    public void Dispose()
    {
        _app.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Every_market_reads_as_it_did()
    {
        foreach (var line in await File.ReadAllLinesAsync(Golden("bets.jsonl")))
        {
            var then = JsonDocument.Parse(line).RootElement;
            var now = await _app.Local.GetJsonAsync($"/api/bets/{then.GetProperty("bet").GetProperty("id")}");

            // Markets that were open go under the present rule; a verdict can say what was doubtful, and a market who decided it.
            if (then.GetProperty("bet").GetProperty("status").GetString() == "active")
                continue;
            JsonElement.DeepEquals(WithoutNews(now), WithoutDoubt(then)).Should().BeTrue($"{now} should be {then}");
        }
    }

    [Fact]
    public async Task Open_markets_with_stakes_are_void_and_refunded_and_the_others_go_under_the_present_rule()
    {
        var lines = await File.ReadAllLinesAsync(Golden("bets.jsonl"));
        var open = lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("bet"))
            .Where(bet => bet.GetProperty("status").GetString() == "active").ToList();

        open.Should().NotBeEmpty();
        foreach (var then in open)
        {
            var now = await _app.Local.GetJsonAsync($"/api/bets/{then.GetProperty("id")}");
            var hasStakes = then.GetProperty("pool").GetInt64() > 0;
            now.GetProperty("bet").GetProperty("state").GetString().Should().Be(hasStakes ? "void" : "open");
            if (hasStakes)
                now.ToString().Should().Contain("decides by a new rule");
        }
    }

    [Fact]
    public async Task Its_receipts_verify_with_their_chain_their_analysis_and_a_stakes_proof()
    {
        var chain = (await _app.Local.GetStringAsync("/api/receipts")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(receipt => (ReadOnlyMemory<byte>)System.Text.Encoding.UTF8.GetBytes(receipt)).ToList();
        using var key = ReceiptPublicKey.Parse(await File.ReadAllTextAsync(Golden("receipt-key.pub.pem")));

        var report = ReceiptVerifier.Verify(new ReceiptQuestion
        {
            Receipt = await _app.Local.GetByteArrayAsync($"/api/receipts/{ResolvedMarket}"),
            Key = key,
            Analysis = await AnalysisAsync(),
            Stake = await File.ReadAllBytesAsync(Golden("stake-9-proof.json")),
            Chain = chain.Take(4),
        });

        chain.Should().HaveCountGreaterThan(4, "markets that were voided at the upgrade have receipts too");
        report.Checks.Where(check => check.Passed == false).Should().BeEmpty();
        report.Checks.Where(check => check.Passed is null).Select(check => check.Name).Should().Equal("clip", "head");
    }

    [Fact]
    public async Task Its_analysis_is_served_byte_for_byte_as_the_receipt_means_it()
    {
        (await AnalysisAsync()).Should().Equal(await File.ReadAllBytesAsync(Golden("analysis-1.json")));
    }

    [Fact]
    public async Task Its_job_still_shows_what_was_found()
    {
        var job = await _app.Local.GetJsonAsync($"/api/jobs/{await JobIdAsync()}");

        var result = job.GetProperty("result");
        result.GetProperty("total_labels").GetInt32().Should().Be(3);
        result.GetProperty("video_metadata").GetProperty("duration_seconds").GetDouble().Should().Be(6.5);
        job.GetProperty("verdicts").GetArrayLength().Should().Be(5);
    }

    [Fact]
    public async Task A_market_that_is_open_takes_stakes()
    {
        using var guest = await _app.NewGuestAsync();
        var open = (await _app.Local.GetJsonAsync("/api/bets")).GetProperty("bets").EnumerateArray()
            .First(bet => bet.GetProperty("state").GetString() == "open").GetProperty("id");

        await guest.PostJsonAsync($"/api/bets/{open}/stakes", new { side = "YES", amount = 10 }, System.Net.HttpStatusCode.Created);
    }

    private static JsonElement WithoutNews(JsonElement now)
    {
        var market = JsonNode.Parse(now.GetRawText())!.AsObject();
        market.Remove("review");
        market.Remove("moderators");
        market.Remove("history_next");
        var bet = market["bet"]!.AsObject();
        foreach (var name in new[]
        {
            "outcome", "decided_by", "people", "challenge_seconds", "objection_seconds", "pays_at", "review_until", "hidden",
            "hidden_seconds", "random_lock", "listed",
        })
        {
            bet.Remove(name);
        }

        return JsonSerializer.SerializeToElement(market);
    }

    private static JsonElement WithoutDoubt(JsonElement then)
    {
        var bet = JsonNode.Parse(then.GetRawText())!;
        foreach (var verdict in new[] { bet["bet"]!["verdict"], bet["verdict"] }.OfType<JsonObject>())
            verdict["doubt"] = null;
        return JsonSerializer.SerializeToElement(bet);
    }

    private async Task<byte[]> AnalysisAsync() =>
        await _app.Local.GetByteArrayAsync($"/api/jobs/{await JobIdAsync()}/analysis");

    // The one clip that was sent; its id is the database's to know.
    private static async Task<string> JobIdAsync() => (await File.ReadAllTextAsync(Golden("job-id.txt"))).Trim();

    private static string Golden(string name) =>
        Path.Combine(Repository.Root, "StreamBet.Tests", "Persistence", "Golden", name);
}
