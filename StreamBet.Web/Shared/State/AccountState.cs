using StreamBet.Core.People;
using StreamBet.Web.Shared.Board;

namespace StreamBet.Web.Shared.State;

/// <summary>The person of a tab: what they hold now, followed from the moment it begins.</summary>
internal sealed class AccountState(TabSession tab, MarketBoard board, HoldingsReader holdings)
{
    /// <summary>Who is on the page.</summary>
    public Caller Caller => tab.Caller;

    /// <summary>What they hold and have in markets; null until it was read.</summary>
    public OwnHoldings? Holdings { get; private set; }

    /// <summary>Follows what the person holds.</summary>
    public void Begin() => _ = Task.Run(() => tab.TryAsync(WatchAsync), CancellationToken.None);

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var subscription = board.Subscribe(tab.Caller.Id);
        await foreach (var update in subscription.ReadAsync(cancellationToken))
        {
            // A failure is in the log; the next change reads it again.
            if (update.IsOwnChanged)
                await tab.TryAsync(ReadAsync);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        Holdings = await holdings.ReadAsync(tab.Caller, cancellationToken);
        tab.Notify(TabAreas.Account);
    }
}
