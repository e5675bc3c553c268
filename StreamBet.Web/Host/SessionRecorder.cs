using StreamBet.Core.Markets;
using StreamBet.Core.People.Sessions;

namespace StreamBet.Web.Host;

/// <summary>Has the session of a guest stored when that guest has first done something.</summary>
internal sealed class SessionRecorder(MarketFeed feed, SessionKeeper sessions) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        feed.Changed += OnChanged;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        feed.Changed -= OnChanged;
        return Task.CompletedTask;
    }

    private void OnChanged(MarketChange change) => sessions.Store(change.People);
}
