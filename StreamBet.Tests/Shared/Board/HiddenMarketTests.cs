using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Tests.Support;
using StreamBet.Web.Shared.Board;

namespace StreamBet.Tests.Shared.Board;

/// <summary>Pages are told when a market hides its odds, and then nothing of what is staked in it.</summary>
public sealed class HiddenMarketTests : IDisposable
{
    private static readonly CancellationToken Soon = new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly TestApp _app;

    public HiddenMarketTests() => _app = TestApp.Start(_time);

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Hiding_begins_by_the_clock_and_no_stake_is_pushed_to_others_until_the_lock()
    {
        var guest = await _app.NewGuestAsync();
        var guestId = (await guest.GetJsonAsync("/api/me")).GetProperty("id").GetString()!;
        var id = (await _app.Local.PostJsonAsync(
            "/api/bets",
            new { @event = "Will it?", criterion = new { labels = new[] { "Dog" } }, closes_in_seconds = 60, hidden_seconds = 20 },
            HttpStatusCode.Created)).GetProperty("id").GetInt64();
        await guest.PostJsonAsync($"/api/bets/{id}/stakes", new { side = "YES", amount = 30 }, HttpStatusCode.Created);
        using var other = new Reader(_app, "guest:other");
        using var own = new Reader(_app, guestId);
        (await own.UntilAsync(_time, update => Find(update, id)?.Pool == new Pool(30, 0))).Should().NotBeNull();

        // Nothing but the time changes.
        _time.Advance(TimeSpan.FromSeconds(39));
        await other.UntilAsync(_time, update => Find(update, id) is { IsPoolHidden: true });
        await own.UntilAsync(_time, update => Find(update, id) is { IsPoolHidden: true });
        var told = other.Count;

        await guest.PostJsonAsync($"/api/bets/{id}/stakes", new { side = "NO", amount = 500 }, HttpStatusCode.Created);
        (await own.UntilAsync(_time, update => update.IsOwnChanged)).Should().Match<MarketUpdate>(
            update => Find(update, id)!.IsPoolHidden, "who staked sees their own stake, and no pool");
        await _app.Local.PostJsonAsync($"/api/bets/{id}/lock", new { });
        var locked = await other.UntilAsync(_time, update => Find(update, id) is { IsPoolHidden: false });

        other.Count.Should().Be(told + 1, "the lock is the first that others hear");
        Find(locked, id)!.Pool.Should().Be(new Pool(30, 500));
    }

    [Fact]
    public async Task A_pool_is_hidden_in_time_although_only_another_market_gets_stakes()
    {
        var guest = await _app.NewGuestAsync();
        var hiding = await OpenAsync(closesIn: 60, hidden: 20);
        var busy = await OpenAsync(closesIn: 600, hidden: 0);
        using var reader = new Reader(_app, "guest:other");
        await guest.PostJsonAsync($"/api/bets/{busy}/stakes", new { side = "YES", amount = 10 }, HttpStatusCode.Created);
        await reader.UntilAsync(_time, update => Find(update, busy)?.Pool == new Pool(10, 0));

        await guest.PostJsonAsync($"/api/bets/{busy}/stakes", new { side = "YES", amount = 10 }, HttpStatusCode.Created);
        _time.Advance(TimeSpan.FromSeconds(41));

        await reader.UntilAsync(_time, update => Find(update, busy)?.Pool == new Pool(20, 0) && Find(update, hiding)!.IsPoolHidden);
        await guest.PostJsonAsync($"/api/bets/{busy}/stakes", new { side = "NO", amount = 10 }, HttpStatusCode.Created);
        var seen = await reader.UntilAsync(_time, update => Find(update, busy)?.Pool == new Pool(20, 10));
        Find(seen, hiding)!.IsPoolHidden.Should().BeTrue();
    }

    [Fact]
    public async Task A_change_of_a_market_that_is_not_on_the_board_is_still_told()
    {
        using var other = new Reader(_app, "guest:other");
        await other.UntilAsync(_time, _ => true);
        var told = other.Count;
        var change = new MarketChange();
        change.Add(1_000_000);

        typeof(MarketFeed).GetMethod("Publish", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!
            .Invoke(_app.Services.GetRequiredService<MarketFeed>(), [change]);

        await other.UntilAsync(_time, _ => other.Count > told);
    }

    private async Task<long> OpenAsync(int closesIn, int hidden) => (await _app.Local.PostJsonAsync(
        "/api/bets",
        new { @event = "Will it?", criterion = new { labels = new[] { "Dog" } }, closes_in_seconds = closesIn, hidden_seconds = hidden },
        HttpStatusCode.Created)).GetProperty("id").GetInt64();

    private static MarketView? Find(MarketUpdate update, long id) => update.Markets.FirstOrDefault(view => view.Market.Id == id);

    // Reads each update as it comes, and counts them.
    private sealed class Reader : IDisposable
    {
        private readonly MarketSubscription _subscription;
        private readonly IAsyncEnumerator<MarketUpdate> _updates;
        private Task<bool>? _next;

        public Reader(TestApp app, string personId)
        {
            _subscription = app.Services.GetRequiredService<MarketBoard>().Subscribe(personId);
            _updates = _subscription.ReadAsync(Soon).GetAsyncEnumerator(Soon);
        }

        public int Count { get; private set; }

        public async Task<MarketUpdate> UntilAsync(FakeTimeProvider time, Func<MarketUpdate, bool> isWanted)
        {
            do
            {
                _next ??= _updates.MoveNextAsync().AsTask();
                await time.UntilAsync(() => _next.IsCompleted, Step);
                await _next;
                _next = null;
                Count++;
            }
            while (!isWanted(_updates.Current));
            var wanted = _updates.Current;
            _next = _updates.MoveNextAsync().AsTask();
            return wanted;
        }

        public void Dispose() => _subscription.Dispose();
    }
}
