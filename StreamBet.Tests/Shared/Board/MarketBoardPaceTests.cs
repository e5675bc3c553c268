using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Tests.Support;
using StreamBet.Web.Shared.Board;

namespace StreamBet.Tests.Shared.Board;

/// <summary>A stake is shown at once when nothing was shown just before, and many are not shown one by one.</summary>
public sealed class MarketBoardPaceTests : IDisposable
{
    private static readonly CancellationToken Soon = new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);
    private readonly PausedTime _time = new();
    private readonly TestApp _app;
    private long _pool;

    public MarketBoardPaceTests() => _app = TestApp.Start(_time);

    private MarketBoard Board => _app.Services.GetRequiredService<MarketBoard>();

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task The_first_change_after_a_quiet_time_is_told_at_once_and_then_at_most_four_a_second()
    {
        using var subscription = Board.Subscribe("guest:somebody");
        await using var updates = subscription.ReadAsync(Soon).GetAsyncEnumerator(Soon);
        await updates.MoveNextAsync();
        _pool = PoolOf(updates.Current);
        var pauses = _time.Pauses;
        await StakeAsync();
        var quiet = UntilToldAsync(updates);
        await _time.UntilAsync(() => quiet.IsCompleted, Step);
        await Eventually.IsTrueAsync(() => _time.Pauses > pauses, "the board pauses");
        _time.Advance(Step);

        var begun = _time.GetUtcNow();
        await StakeAsync();
        (await UntilToldAsync(updates)).Should().Be(1);
        _time.GetUtcNow().Should().Be(begun);

        for (var stake = 0; stake < 20; stake++)
        {
            await StakeAsync();
            _time.Advance(Step / 5);
        }

        var telling = UntilToldAsync(updates);
        await _time.UntilAsync(() => telling.IsCompleted, Step);
        (await telling).Should().BeInRange(1, (int)((_time.GetUtcNow() - begun) / Step));
    }

    [Fact]
    public async Task Who_only_follows_their_own_hears_nothing_of_other_peoples_stakes()
    {
        var guest = await _app.NewGuestAsync();
        var id = (await guest.GetJsonAsync("/api/me")).GetProperty("id").GetString()!;
        using var own = Board.Subscribe(id, onlyOwn: true);
        using var other = Board.Subscribe("guest:somebody", onlyOwn: true);
        await using var owns = own.ReadAsync(Soon).GetAsyncEnumerator(Soon);
        var others = other.ReadAsync(Soon).GetAsyncEnumerator(Soon);
        (await owns.MoveNextAsync() && await others.MoveNextAsync()).Should().BeTrue();

        await guest.PostJsonAsync("/api/bets/1/stakes", new { side = "YES", amount = 5 }, HttpStatusCode.Created);
        var told = owns.MoveNextAsync().AsTask();
        await _time.UntilAsync(() => told.IsCompleted, Step);

        owns.Current.IsOwnChanged.Should().BeTrue();
        var othersNext = others.MoveNextAsync().AsTask();
        othersNext.IsCompleted.Should().BeFalse();
    }

    private static long PoolOf(MarketUpdate update) => update.Markets.Single(view => view.Market.Id == 1).Market.Pool.Total;

    private async Task StakeAsync()
    {
        await _app.Local.PostJsonAsync("/api/bets/1/stakes", new { side = "YES", amount = 1 }, HttpStatusCode.Created);
        _pool++;
    }

    // How many updates there are up to the one with every stake so far.
    private async Task<int> UntilToldAsync(IAsyncEnumerator<MarketUpdate> updates)
    {
        for (var count = 1; await updates.MoveNextAsync(); count++)
        {
            if (PoolOf(updates.Current) == _pool)
                return count;
        }

        throw new InvalidOperationException("The board has stopped.");
    }

    // Counts how often the board has begun to pause.
    private sealed class PausedTime() : FakeTimeProvider(TimeProvider.System.GetUtcNow())
    {
        private int _pauses;

        public int Pauses => Volatile.Read(ref _pauses);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == Step)
                Interlocked.Increment(ref _pauses);
            return timer;
        }
    }
}
