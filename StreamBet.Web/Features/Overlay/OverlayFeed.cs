using StreamBet.Web.Shared.Board;

namespace StreamBet.Web.Features.Overlay;

/// <summary>The overlays that somebody looks at. Each is read and written once per change, whoever looks at it.</summary>
internal sealed class OverlayFeed(MarketBoard board, OverlayReader reader, TimeProvider time, ILogger<OverlayFeed> logger) : BackgroundService
{
    private readonly Lock _gate = new();
    private readonly Dictionary<OverlayTarget, (WatchedOverlay Watched, int Viewers)> _watched = [];

    /// <summary>Begins to follow an overlay for one viewer. Dispose the result when that viewer leaves.</summary>
    public OverlayView Watch(OverlayTarget target)
    {
        lock (_gate)
        {
            var (watched, viewers) = _watched.TryGetValue(target, out var known)
                ? known
                : (new WatchedOverlay(target, reader, time, logger), 0);
            _watched[target] = (watched, viewers + 1);
            return new OverlayView(watched, () => Leave(target));
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var subscription = board.Subscribe("");
            await foreach (var update in subscription.ReadAsync(stoppingToken))
            {
                reader.Use(update.Markets);
                lock (_gate)
                {
                    foreach (var (watched, _) in _watched.Values)
                        watched.Wake();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server is stopping, and its overlays come back to the next one.
        }
    }

    private void Leave(OverlayTarget target)
    {
        WatchedOverlay watched;
        lock (_gate)
        {
            (watched, var viewers) = _watched[target];
            if (viewers > 1)
            {
                _watched[target] = (watched, viewers - 1);
                return;
            }

            _watched.Remove(target);
        }

        watched.Dispose();
    }
}

/// <summary>Somebody's look at an overlay.</summary>
internal sealed class OverlayView(WatchedOverlay watched, Action leave) : IDisposable
{
    /// <summary>What it shows now.</summary>
    public ValueTask<OverlayMoment> NowAsync(CancellationToken cancellationToken) => watched.NowAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => leave();
}
