using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Receipts;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Api;

/// <summary>A host, two operators and stakers around a market that people decide.</summary>
public abstract class ReviewTest : IDisposable
{
    private const string HostKey = "host-key-01234567890123";
    private const string OperatorKey = "operator-key-0123456789";
    private const string OtherOperatorKey = "operator-key-9876543210";

    private static readonly (string Key, string Value)[] Common =
    [
        ("StreamBet:GrantsPerAddress", "1000"), ("StreamBet:ApiKeys:0:Name", "hannah"), ("StreamBet:ApiKeys:0:Key", HostKey), ("StreamBet:ApiKeys:0:Role", "host"),
        ("StreamBet:ApiKeys:1:Name", "boss"), ("StreamBet:ApiKeys:1:Key", OperatorKey), ("StreamBet:ApiKeys:1:Role", "operator"),
        ("StreamBet:ApiKeys:2:Name", "chief"), ("StreamBet:ApiKeys:2:Key", OtherOperatorKey), ("StreamBet:ApiKeys:2:Role", "operator"),
    ];

    private readonly (string Key, string Value)[] _settings;

    private protected ReviewTest(params (string Key, string Value)[] settings)
    {
        _settings = [.. Common, .. settings];
        App = TestApp.StartOn(Data.Path, Time, _settings);
    }

    private protected TemporaryFolder Data { get; } = new();

    private protected FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    private protected TestApp App { get; private set; }

    private protected HttpClient Host => App.NewClient(HostKey);

    private protected HttpClient Operator => App.NewClient(OperatorKey);

    private protected HttpClient OtherOperator => App.NewClient(OtherOperatorKey);

    public void Dispose()
    {
        App.Dispose();
        Data.Dispose();
        GC.SuppressFinalize(this);
    }

    // The server stops for that long.
    private protected void Restart(TimeSpan stopped)
    {
        App.Dispose();
        Time.Advance(stopped);
        App = TestApp.StartOn(Data.Path, Time, _settings);
        Time.Advance(TimeSpan.FromSeconds(1));
    }

    // Too short for a NO, with no dog in it.
    private protected static Task<string> ShortClipAsync(string source = "mandelbrot") => TestClips.MakeAsync(
        $"too-short-for-a-no-{source}.mp4", "-f", "lavfi", "-i", $"{source}=size=320x180:rate=10", "-pix_fmt", "yuv420p", "-t", "1.5");

    private protected async Task<(long Id, HttpClient Ada, HttpClient Bob)> UndecidedAsync(
        bool isShared = true, string source = "mandelbrot")
    {
        var id = await Host.OpenMarketAsync("Dog");
        var (ada, bob) = await StakeBothAsync(id);
        var query = $"?bet_ids={id}&share_frames={(isShared ? "true" : "false")}";
        await (await Host.SendClipAsync(await ShortClipAsync(source), query)).ReadAsync();
        (await Host.StateOfAsync(id)).Should().Be("review");
        return (id, ada, bob);
    }

    private protected async Task<(long Id, Guid Job, HttpClient Ada, HttpClient Bob)> DecidedAsync(
        Func<long, Task>? before = null)
    {
        var id = await Host.OpenMarketAsync("Person", challengeSeconds: 120);
        var (ada, bob) = await StakeBothAsync(id);
        if (before is not null)
            await before(id);
        var job = (await (await Host.SendClipAsync(await RealClips.PeopleAsync(), $"?bet_ids={id}")).ReadAsync())
            .GetProperty("job_id").GetGuid();
        (await Host.StateOfAsync(id)).Should().Be("deciding");
        return (id, job, ada, bob);
    }

    // 100 on YES, 200 on NO.
    private protected async Task<(HttpClient Ada, HttpClient Bob)> StakeBothAsync(long id)
    {
        var (ada, bob) = (await App.NewGuestAsync(), await App.NewGuestAsync());
        await StakeAsync(ada, id, "YES", 100);
        await StakeAsync(bob, id, "NO", 200);
        return (ada, bob);
    }

    private protected static Task<JsonElement> StakeAsync(HttpClient client, long id, string side, long amount) =>
        client.PostJsonAsync($"/api/bets/{id}/stakes", new { side, amount }, HttpStatusCode.Created);

    private protected static Task<JsonElement> SayAsync(HttpClient client, long id, string what, object body) =>
        client.PostJsonAsync($"/api/bets/{id}/{what}", body);

    private protected static Task<string?> CodeAsync(HttpClient client, long id, string what, object body, HttpStatusCode status) =>
        client.PostAsJsonAsync($"/api/bets/{id}/{what}", body).CodeAsync(status);

    private protected static async Task<long> CreditsAsync(HttpClient client) =>
        (await client.GetJsonAsync("/api/me")).GetProperty("balance").GetProperty("credits").GetInt64();

    private protected async Task PassAsync(TimeSpan time, long id, string state)
    {
        // Without the ticks between: the clock of markets would look 86,400 times in a day.
        Time.AdjustTime(Time.GetUtcNow() + time);
        Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.IsTrueAsync(async () => await Host.StateOfAsync(id) == state, "its time has come");
    }

    private protected Task<ReceiptContent> VerifiedReceiptAsync(long id) => VerifyProcess.EnsureValidAsync(Host, id);
}
