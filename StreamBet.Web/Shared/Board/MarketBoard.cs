using System.Threading.Channels;
using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Web.Shared.Verdicts;

namespace StreamBet.Web.Shared.Board;

/// <summary>The markets as everyone sees them now. It reads what has changed once for all tabs: at once after a quiet time,
/// at most four times a second, and when one hides its pool. Publishing never waits for a subscriber.</summary>
public sealed partial class MarketBoard : BackgroundService
{
    private const int MaxActive = 200;
    private const int MaxEnded = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly IUnitOfWorkFactory _work;
    private readonly IFrameStore _frames;
    private readonly IOptions<StreamBetOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<MarketBoard> _logger;
    private readonly Lock _gate = new();
    private readonly Channel<bool> _stale = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly ITimer _hiding;

    private MarketChange _change = new();
    private readonly HashSet<MarketSubscription> _subscriptions = [];
    private IReadOnlyList<MarketView> _markets = [];

    /// <summary>Creates the board and subscribes to changes.</summary>
    public MarketBoard(
        IUnitOfWorkFactory work, IFrameStore frames, MarketFeed feed, IOptions<StreamBetOptions> options, TimeProvider time,
        ILogger<MarketBoard> logger)
    {
        (_work, _frames, _options, _time, _logger) = (work, frames, options, time, logger);
        _hiding = time.CreateTimer(_ => _stale.Writer.TryWrite(true), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        feed.Changed += OnChanged;
    }

    /// <summary>Subscribes to the markets: the current ones at once, then each change.</summary>
    /// <param name="personId">The subscriber, who is also told when their own stakes or credits change.</param>
    /// <param name="onlyOwn">Whether they are told of nothing else.</param>
    internal MarketSubscription Subscribe(string personId, bool onlyOwn = false)
    {
        var subscription = new MarketSubscription(personId, onlyOwn, Unsubscribe);
        lock (_gate)
        {
            _subscriptions.Add(subscription);
            subscription.Offer(_markets, isOwnChanged: true);
        }

        return subscription;
    }

    /// <summary>The markets that are active now, newest first.</summary>
    public async Task<IReadOnlyList<Market>> ReadActiveAsync(CancellationToken cancellationToken)
    {
        await using var unit = await _work.ReadAsync(cancellationToken);
        return await ActiveAsync(unit, cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _markets = await ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _hiding.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var _ in _stale.Reader.ReadAllAsync(stoppingToken))
            {
                await PublishAsync(stoppingToken);
                await Task.Delay(Pause, _time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server is stopping, and its circuits with it.
        }
    }

    private void OnChanged(MarketChange change)
    {
        lock (_gate)
            _change.Add(change);
        _stale.Writer.TryWrite(true);
    }

    private void Unsubscribe(MarketSubscription subscription)
    {
        lock (_gate)
            _subscriptions.Remove(subscription);
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        MarketChange change;
        lock (_gate)
            (change, _change) = (_change, new MarketChange());
        try
        {
            var markets = await ReadStakesAsync(change, cancellationToken) ?? await ReadAsync(cancellationToken);
            lock (_gate)
            {
                // Whoever counts updates must not count the stakes in a market that hides its pool.
                var isNews = !markets.SequenceEqual(_markets, ReferenceEqualityComparer.Instance)
                    || change.Markets.Except(markets.Select(view => view.Market.Id)).Any();
                _markets = markets;
                foreach (var subscription in _subscriptions)
                {
                    var isOwn = change.Concerns(subscription.PersonId);
                    if (isOwn || (isNews && !subscription.OnlyOwn))
                        subscription.Offer(markets, isOwn);
                }
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogUnread(exception);
            OnChanged(change);
        }
    }

    // Stakes change no market's place, unless there are more than places. Null if something else may have changed.
    private async Task<IReadOnlyList<MarketView>?> ReadStakesAsync(MarketChange change, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (change.IsAnything || change.Markets.Count == 0 || _markets.Any(view => !view.IsPoolHidden && view.Market.HidesAt <= now)
            || _markets.Count(view => view.Market is { IsActive: true, IsPractice: false }) >= MaxActive)
        {
            return null;
        }

        await using var unit = await _work.ReadAsync(cancellationToken);
        var read = await unit.Markets.FindManyAsync(change.Markets, cancellationToken);
        var markets = _markets.ToList();
        foreach (var market in read)
        {
            var view = MarketView.Of(market, _options.Value, _time.GetUtcNow());
            var place = markets.FindIndex(known => known.Market.Id == market.Id);
            if (place < 0 || market.IsUnlisted || !markets[place].HasSameHistoryAs(view))
                return null;
            if (!markets[place].ShowsSameAs(view))
                markets[place] = view with { FrameAddress = markets[place].FrameAddress };
        }

        return read.Count == change.Markets.Count ? markets : null;
    }

    private async Task<IReadOnlyList<MarketView>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var unit = await _work.ReadAsync(cancellationToken);
        var active = await ActiveAsync(unit, cancellationToken);

        // Separate queries, so that practice markets do not push the others out.
        var ended = (await unit.Markets.EndedAsync(isPractice: false, MaxEnded, cancellationToken))
            .Concat(await unit.Markets.EndedAsync(isPractice: true, MaxEnded, cancellationToken))
            .OrderByDescending(market => market.EndedAt);
        var known = _markets.ToDictionary(view => view.Market.Id);
        var now = _time.GetUtcNow();
        List<MarketView> markets = [];
        foreach (var market in active.Concat(ended))
        {
            var read = MarketView.Of(market, _options.Value, now);
            markets.Add(known.GetValueOrDefault(market.Id) is { } view && view.ShowsSameAs(read)
                ? view
                : read with { FrameAddress = (await PublicFrame.FindAsync(unit, _frames, market, cancellationToken))?.Address });
        }

        WaitForHiding(markets, now);
        return markets;
    }

    // Pools become hidden by the clock alone, without a change that would be announced.
    private void WaitForHiding(List<MarketView> markets, DateTimeOffset now)
    {
        if (markets.Where(view => !view.IsPoolHidden).Min(view => view.Market.HidesAt) is { } next)
            _hiding.Change(next - now, Timeout.InfiniteTimeSpan);
    }

    // Practice markets are included, however many others there are.
    private async Task<IReadOnlyList<Market>> ActiveAsync(IUnitOfWork unit, CancellationToken cancellationToken)
    {
        var chosen = ListedMarket.Choose(await unit.Markets.ListedAsync(_time.GetUtcNow(), cancellationToken), MaxActive);
        return
        [
            .. (await unit.Markets.FindManyAsync(chosen, cancellationToken)).OrderByDescending(market => market.Id),
            .. await unit.Markets.ActivePracticeAsync(cancellationToken),
        ];
    }

    [LoggerMessage(310, LogLevel.Error, "The markets could not be read for those who look on; it is tried again.")]
    private partial void LogUnread(Exception exception);
}

/// <summary>The markets after a change.</summary>
/// <param name="Markets">Active markets, newest first, then practice markets, then ended ones, latest first.</param>
/// <param name="IsOwnChanged">Whether the subscriber's own stakes or credits may have changed.</param>
internal sealed record MarketUpdate(IReadOnlyList<MarketView> Markets, bool IsOwnChanged);

/// <summary>A subscription to the markets. It holds only the latest update: slow subscribers skip steps.</summary>
internal sealed class MarketSubscription(string personId, bool onlyOwn, Action<MarketSubscription> unsubscribe) : IDisposable
{
    private readonly Channel<IReadOnlyList<MarketView>> _newest = Channel.CreateBounded<IReadOnlyList<MarketView>>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    private int _isOwnChanged;

    /// <summary>The subscriber.</summary>
    public string PersonId => personId;

    /// <summary>Whether they are told only of changes of their own.</summary>
    public bool OnlyOwn => onlyOwn;

    /// <summary>The updates; only the latest since the last read.</summary>
    public async IAsyncEnumerable<MarketUpdate> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var markets in _newest.Reader.ReadAllAsync(cancellationToken))
            yield return new MarketUpdate(markets, Interlocked.Exchange(ref _isOwnChanged, 0) == 1);
    }

    /// <inheritdoc/>
    public void Dispose() => unsubscribe(this);

    internal void Offer(IReadOnlyList<MarketView> markets, bool isOwnChanged)
    {
        if (isOwnChanged)
            Volatile.Write(ref _isOwnChanged, 1);
        _newest.Writer.TryWrite(markets);
    }
}
