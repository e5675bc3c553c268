using System.Collections.Concurrent;

namespace StreamBet.Web.Shared.Tab;

/// <summary>The tabs that are connected to this server. Before it stops, it gives each its state, with which the tab goes on at
/// another server, or at this one after its restart.</summary>
internal sealed class OpenTabs(IHostApplicationLifetime lifetime)
{
    // A browser that is there answers in far less; one that is not loads its page anew. By the machine's clock, since a stop must not
    // depend on one that may stand still.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<TabConnection, bool> _open = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isLeaving;
    private int _isWatching;

    /// <summary>Adds a tab that has connected.</summary>
    public void Add(TabConnection tab)
    {
        _open[tab] = true;

        // The framework closes all connections when it hears of the stop. It has registered for that by now, and who registers later
        // hears of it sooner; meanwhile it waits.
        if (Interlocked.Exchange(ref _isWatching, 1) == 0)
            lifetime.ApplicationStopping.Register(() => LeaveAsync().GetAwaiter().GetResult());
    }

    /// <summary>Removes a tab that is no longer connected.</summary>
    public void Remove(TabConnection tab)
    {
        _open.TryRemove(tab, out _);
        if (_isLeaving && _open.IsEmpty)
            _empty.TrySetResult();
    }

    private async Task LeaveAsync()
    {
        _isLeaving = true;
        foreach (var tab in _open.Keys)
            tab.Leave();
        if (!_open.IsEmpty)
            await _empty.Task.WaitAsync(Patience, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
