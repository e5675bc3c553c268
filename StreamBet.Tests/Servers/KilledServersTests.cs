using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using StreamBet.Tests.EndToEnd;
using StreamBet.Tests.Support;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace StreamBet.Tests.Servers;

/// <summary>Three servers behind nginx, with people who stake, clips that come in and open pages, while servers are killed: every job
/// ends, every stake that was confirmed is there once, nothing is paid twice or lost, and every page comes back.</summary>
[Collection(EndToEndTests.Name)]
public sealed class KilledServersTests(Chromium chromium, ITestOutputHelper output)
{
    private const int Stakers = 3;

    // Of a machine that does much else. Here a page is back in a few seconds, and a clip is taken over after twelve.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Each goes on with another account when one has staked all of its credits.
    private const int AccountsOfEach = 20;

    private static readonly string[] Settings =
    [
        .. Enumerable.Range(0, Stakers * AccountsOfEach)
            .SelectMany(i => (string[])[$"--StreamBet:ApiKeys:{i}:Name", $"staker-{i}", $"--StreamBet:ApiKeys:{i}:Key", KeyOf(i)]),
    ];

    [Fact]
    public Task Killed_3_times_the_servers_lose_nothing() => KillAsync(3);

    [Fact]
    [Trait("Category", "Long")]
    public Task Killed_20_times_the_servers_lose_nothing() => KillAsync(20);

    private async Task KillAsync(int rounds)
    {
        using var group = await ServerGroup.StartAsync(3, Settings);
        using var host = group.NewClient();
        var watched = await host.OpenMarketAsync("Dog");
        await using var first = await OpenAsync(group.Address, watched);
        await using var second = await OpenAsync(group.Address, watched);
        using var over = new CancellationTokenSource();
        var open = new ConcurrentDictionary<long, bool> { [watched] = true };
        var stakers = Enumerable.Range(0, Stakers).Select(i => Task.Run(() => StakeAsync(group, i, open, over.Token))).ToList();
        var sender = Task.Run(() => SendAsync(group, open, over.Token));

        for (var round = 0; round < rounds; round++)
        {
            // Nothing can be waited for: the moment is a random one. The second kill hits an analysis for certain.
            await Task.Delay(TimeSpan.FromSeconds(3 * Random.Shared.NextDouble()), TimeProvider.System);
            var victim = Random.Shared.Next(3);
            if (round == 1)
            {
                await Eventually.IsTrueAsync(() => group.Servers.Any(server => server.Children.Length > 0), "a clip is analysed");
                victim = group.Servers.ToList().FindIndex(server => server.Children.Length > 0) is >= 0 and var busy ? busy : victim;
            }

            var watch = Stopwatch.StartNew();
            group.Servers[victim].Kill();
            foreach (var page in new[] { first, second })
            {
                await EnsureLiveAsync(page);
                page.Url.Should().EndWith($"/markets/{watched}");
            }

            output.WriteLine($"Kill {round + 1}, of server {victim}: both pages show news after {watch.Elapsed.TotalSeconds:0.0} s.");
            group.Servers[victim].Dispose();
            await group.StartAsync(victim);
        }

        await over.CancelAsync();
        var confirmed = await Task.WhenAll(stakers);
        var decided = await sender;
        output.WriteLine($"{confirmed.Sum()} stakes, {decided.Count} markets decided or void.");

        var database = PostgresServer.NameOf(group.Database);
        var postgres = await PostgresServer.OfTestsAsync();
        await Eventually.IsTrueAsync(
            async () => await postgres.NumberAsync(database, "SELECT count(*) FROM jobs WHERE EndedAt IS NULL") == 0, "every job ends", Patience);
        (await postgres.NumberAsync(database, "SELECT count(*) FROM stakes WHERE PersonId LIKE 'key:staker-%'"))
            .Should().Be(confirmed.Sum(), "each stake that was confirmed is there, and no other");

        (await postgres.NumberAsync(database, """SELECT count(*) FROM (SELECT 1 FROM ledger_entries GROUP BY TransactionId HAVING sum(amount) <> 0) unequal"""))
            .Should().Be(0, "credits go from somewhere to somewhere");
        (await postgres.NumberAsync(
            database, """SELECT count(*) FROM accounts a WHERE balance <> (SELECT coalesce(sum(amount), 0) FROM ledger_entries WHERE AccountId = a.id)"""))
            .Should().Be(0, "each balance is the sum of its entries");
        (await postgres.NumberAsync(
            database,
            """
            SELECT count(*) FROM accounts JOIN markets ON accounts.id = 'pool/' || markets.id || '#credits'
            WHERE state IN ('Resolved', 'Void') AND balance <> 0
            """))
            .Should().Be(0, "what has ended is paid out, once");
        group.Clips.Should().BeEmpty();
        decided.Should().NotBeEmpty();
        await VerifyProcess.EnsureValidAsync(host, decided[^1]);
    }

    private async Task<IPage> OpenAsync(Uri address, long market)
    {
        var context = await chromium.Browser.NewContextAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(address, $"/markets/{market}").ToString());
        await Expect(page.GetByTestId("market")).ToBeVisibleAsync();
        return page;
    }

    // Stakes come in all the time, so a page that is followed changes.
    private static async Task EnsureLiveAsync(IPage page)
    {
        var pool = page.GetByTestId("pool-sides");
        string? shown = null;
        var changes = 0;
        await Eventually.IsTrueAsync(
            async () =>
            {
                try
                {
                    if (await page.Locator("#components-reconnect-modal").IsVisibleAsync() || !await pool.IsVisibleAsync())
                        return false;
                    var now = await pool.TextContentAsync(new() { Timeout = 500 });
                    changes += shown is not null && shown != now ? 1 : 0;
                    shown = now;
                }
                catch (Exception gone) when (gone is PlaywrightException or TimeoutException)
                {
                    // It is being loaded again.
                    shown = null;
                }

                return changes >= 2;
            },
            "the page shows what happens", Patience);
    }

    // Stakes one credit after the other, and sends a request again until it is answered.
    private static async Task<int> StakeAsync(ServerGroup group, int staker, ConcurrentDictionary<long, bool> open, CancellationToken over)
    {
        var (confirmed, used) = (0, 0);
        using var client = group.NewClient(KeyOf(staker * AccountsOfEach));
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            var markets = open.Keys.Order().ToArray();
            var market = markets[i % markets.Length];
            using var answer = await InsistAsync(client, $"/api/bets/{market}/stakes", new { side = i % 3 == 0 ? "NO" : "YES", amount = 1 });
            var code = answer.StatusCode == HttpStatusCode.Created ? null
                : (await answer.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None)).GetProperty("code").GetString();
            switch (code)
            {
                case null:
                    confirmed++;
                    break;
                case "insufficient_credits":
                    client.DefaultRequestHeaders.Authorization = new("Bearer", KeyOf((staker * AccountsOfEach) + (++used % AccountsOfEach)));
                    break;
                default:
                    code.Should().Be("market_not_open");
                    open.TryRemove(market, out _);
                    break;
            }
        }

        return confirmed;
    }

    private static string KeyOf(int account) => $"key-of-the-staker-{account}";

    // Opens markets and sends a clip for each, again if the clip went with its server, or if its servers were killed so often that
    // its job was given up.
    private static async Task<IReadOnlyList<long>> SendAsync(ServerGroup group, ConcurrentDictionary<long, bool> open, CancellationToken over)
    {
        using var client = group.NewClient();
        List<long> decided = [];
        for (var i = 0; !over.IsCancellationRequested; i++)
        {
            using var opened = await InsistAsync(
                client, "/api/bets", new { @event = "Will anybody come?", criterion = new { labels = new[] { "Person" } }, challenge_seconds = 0 });
            var market = (await opened.ReadAsync(HttpStatusCode.Created)).GetProperty("id").GetInt64();
            open[market] = true;
            var clip = await RealClips.PassingAsync(i);

            // The stakers stop at the end, perhaps before this market has a stake.
            await Eventually.IsTrueAsync(
                async () => over.IsCancellationRequested || await PoolAsync(client, market) >= 3, "people stake on it", Patience);
            var (state, job) = (default(string), default(string));
            await Eventually.IsTrueAsync(
                async () =>
                {
                    state = await StateAsync(client, market);
                    if (state == "open" || (state == "locked" && (job is null || await HasFailedAsync(client, job))))
                        job = await SendAsync(client, clip, market);
                    return state is "resolved" or "void" or "review";
                },
                "a clip decides it, or leaves it to people", Patience);
            if (state != "review")
                decided.Add(market);
        }

        return decided;
    }

    // Sends it; the job, unless the answer was lost with a server.
    private static async Task<string?> SendAsync(HttpClient client, string clip, long market)
    {
        string? job = null;
        await TryAsync(async () =>
        {
            using var answer = await client.SendClipAsync(clip, $"?bet_ids={market}", isAsync: true);
            if (answer.StatusCode == HttpStatusCode.Accepted)
                job = (await answer.ReadAsync(HttpStatusCode.Accepted)).GetProperty("job_id").GetString();
        });
        return job;
    }

    private static async Task<bool> HasFailedAsync(HttpClient client, string job)
    {
        string? state = null;
        await TryAsync(async () =>
        {
            using var answer = await client.GetAsync($"/api/jobs/{job}");
            if (answer.IsSuccessStatusCode)
                state = (await answer.ReadAsync()).GetProperty("state").GetString();
        });
        return state == "failed";
    }

    private static async Task<HttpResponseMessage> InsistAsync(HttpClient client, string path, object body)
    {
        var key = Guid.NewGuid().ToString();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            await pause.WaitForNextTickAsync();
            HttpResponseMessage? answer = null;
            await TryAsync(async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
                request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
                answer = await client.SendAsync(request);
            });
            if (answer is { StatusCode: < HttpStatusCode.InternalServerError } && !await IsUnderWayAsync(answer))
                return answer;
            answer?.Dispose();
        }
    }

    private static async Task<bool> IsUnderWayAsync(HttpResponseMessage answer) => answer.StatusCode == HttpStatusCode.Conflict
        && (await answer.Content.ReadAsStringAsync()).Contains("idempotency_key_under_way", StringComparison.Ordinal);

    private static async Task<long> PoolAsync(HttpClient client, long market) =>
        await BetAsync(client, market) is { } bet ? bet.GetProperty("pool").GetInt64() : -1;

    private static async Task<string?> StateAsync(HttpClient client, long market) =>
        await BetAsync(client, market) is { } bet ? bet.GetProperty("state").GetString() : null;

    private static async Task<JsonElement?> BetAsync(HttpClient client, long market)
    {
        JsonElement? bet = null;
        await TryAsync(async () =>
        {
            using var answer = await client.GetAsync($"/api/bets/{market}");
            if (answer.IsSuccessStatusCode)
                bet = (await answer.ReadAsync()).GetProperty("bet");
        });
        return bet;
    }

    // A server that is killed answers nothing, or nginx does.
    private static async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException)
        {
            // It is tried again.
        }
    }
}
