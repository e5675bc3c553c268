using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Tests.Support;
using StreamBet.Web.Shared.Board;

namespace StreamBet.Tests.Host;

/// <summary>What one person can do to everybody else with free cookies and a thin line. While each attack runs, an honest stake, market
/// and clip go through.</summary>
public sealed class AttackTests
{
    private const string Attacker = "127.0.0.2";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly LimitOptions Defaults = new();

    private static readonly (string, string)[] DefaultLimits =
        [.. typeof(LimitOptions).GetProperties().Select(limit => ($"StreamBet:Limits:{limit.Name}", $"{limit.GetValue(Defaults)}"))];

    [Fact]
    public async Task Slow_uploads_of_many_guests_hold_four_places_and_no_practice_market()
    {
        using var app = TestApp.Start(DefaultLimits);
        var uploads = await BeginAsync(app, 64, _ => Attacker);

        await Eventually.IsTrueAsync(() => uploads.Count(upload => !upload.IsAnswered) == Defaults.Uploads, "the others are refused");
        using var another = await RawUpload.BeginAsGuestAsync(app.Address, Attacker, 100_000_000);
        (await another.ReadHeadAsync()).Should().StartWith("HTTP/1.1 429").And.Contain("Retry-After");

        await EnsureHonestAsync(app);
        (await app.Local.GetJsonAsync("/api/health")).GetProperty("status").GetString().Should().Be("healthy");
        uploads.ForEach(upload => upload.Dispose());
    }

    [Fact]
    public async Task One_address_opens_so_many_markets_an_hour_whatever_its_cookies()
    {
        using var app = TestApp.Start(DefaultLimits);

        (await FloodAsync(app, guests: 3)).Should().Be(Defaults.MarketsPerHour);
        await EnsureHonestAsync(app);
    }

    [Fact]
    public async Task Markets_by_the_hundred_push_no_other_off_the_page()
    {
        using var app = TestApp.Start();
        var honest = await app.NewGuestAsync();
        var staked = await honest.OpenMarketAsync();
        await (await app.NewGuestAsync()).PostJsonAsync($"/api/bets/{staked}/stakes", new { side = "YES", amount = 1 }, HttpStatusCode.Created);

        var flood = FloodAsync(app, guests: 11);
        await EnsureHonestAsync(app);
        (await flood).Should().Be(220);
        var last = await honest.OpenMarketAsync();

        (await app.Services.GetRequiredService<MarketBoard>().ReadActiveAsync(default)).Select(market => market.Id)
            .Should().Contain([staked, last]);
    }

    [Fact]
    public async Task An_upload_slower_than_a_phone_is_ended_after_a_minute_and_health_says_what_is_full()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var app = TestApp.Start(time);
        var uploads = await BeginAsync(app, UploadSlots.MaxUploads, number => $"127.0.1.{1 + number}");
        await Eventually.IsTrueAsync(
            () => app.Local.GetJsonAsync("/api/health").GetAwaiter().GetResult().GetProperty("full").GetArrayLength() == 1, "it is full");
        (await app.Local.GetJsonAsync("/api/health")).GetProperty("status").GetString().Should().Be("degraded");
        (await app.Local.SendClipAsync(await RealClips.NobodyAsync()).CodeAsync(HttpStatusCode.TooManyRequests)).Should().Be("too_many_uploads");

        // None is ever silent for long.
        await time.UntilAsync(
            () =>
            {
                foreach (var upload in uploads.Where(upload => !upload.IsAnswered))
                    upload.SendAsync(new byte[100]).GetAwaiter().GetResult();
                return uploads.TrueForAll(upload => upload.IsAnswered);
            },
            TimeSpan.FromSeconds(5));

        uploads.ForEach(upload => upload.Dispose());
        (await app.Local.GetJsonAsync("/api/health")).GetProperty("status").GetString().Should().Be("healthy");
    }

    private static async Task EnsureHonestAsync(TestApp app)
    {
        var guest = await app.NewGuestFromAsync("127.0.0.3");
        await WithinAsync(() => guest.PostJsonAsync("/api/bets/1/stakes", new { side = "YES", amount = 1 }, HttpStatusCode.Created));
        await WithinAsync(() => guest.PostJsonAsync("/api/bets", new { @event = "Shall we play on?", people = true }, HttpStatusCode.Created));
        var clip = await RealClips.NobodyAsync();
        await WithinAsync(async () => await (await guest.SendClipAsync(clip, isAsync: true)).ReadAsync(HttpStatusCode.Accepted));
    }

    private static async Task<int> FloodAsync(TestApp app, int guests)
    {
        var opened = 0;
        for (var guest = 0; guest < guests; guest++)
        {
            var attacker = await app.NewGuestFromAsync(Attacker);
            for (var market = 0; market < 20; market++)
            {
                using var answer = await attacker.PostAsJsonAsync("/api/bets", new { @event = $"Buy {guest}/{market}?", people = true });
                opened += answer.IsSuccessStatusCode ? 1 : 0;
            }
        }

        return opened;
    }

    private static async Task<List<RawUpload>> BeginAsync(TestApp app, int count, Func<int, string> addressOf)
    {
        var uploads = new List<RawUpload>();
        for (var number = 0; number < count; number++)
        {
            uploads.Add(await RawUpload.BeginAsGuestAsync(app.Address, addressOf(number), 100_000_000, "?bet_ids=1,2,3,4"));
            await uploads[^1].SendAsync(new byte[] { 0, 0, 0, 24 }.Concat("ftypisom"u8.ToArray()).ToArray());
        }

        return uploads;
    }

    // The best of a few: other tests share the processor, and an attack that works would hold up each.
    private static async Task WithinAsync(Func<Task> act)
    {
        var best = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 3 && best >= Patience; attempt++)
        {
            var start = Stopwatch.GetTimestamp();
            await act();
            best = Stopwatch.GetElapsedTime(start) < best ? Stopwatch.GetElapsedTime(start) : best;
        }

        best.Should().BeLessThan(Patience);
    }
}
