using StreamBet.Core.People;
using StreamBet.Web.Shared.Board;

namespace StreamBet.Web.Shared.State;

/// <summary>The person of a tab, and what they hold, kept up to date.</summary>
internal sealed class AccountState(TabSession tab, MarketBoard board, HoldingsReader holdings)
{
    /// <summary>The person on the page.</summary>
    public Caller Caller => tab.Caller;

    /// <summary>Their balances and positions; null until they are read.</summary>
    public OwnHoldings? Holdings { get; private set; }

    /// <summary>Starts following what the person holds.</summary>
    public void Begin() => _ = Task.Run(() => tab.TryAsync(WatchAsync), CancellationToken.None);

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var subscription = board.Subscribe(tab.Caller.Id, onlyOwn: true);
        await foreach (var update in subscription.ReadAsync(cancellationToken))
        {
            // A failure is logged; the next change reads it again.
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
