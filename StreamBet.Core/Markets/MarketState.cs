namespace StreamBet.Core.Markets;

/// <summary>The states of a market. Open, Locked and Deciding are "active".</summary>
public enum MarketState
{
    /// <summary>Takes stakes.</summary>
    Open,

    /// <summary>Takes no more stakes and waits for its clip to arrive whole.</summary>
    Locked,

    /// <summary>Its clip is here and is being analysed.</summary>
    Deciding,

    /// <summary>Decided and paid out.</summary>
    Resolved,

    /// <summary>Ended without a decision; every stake was refunded.</summary>
    Void,
}

/// <summary>Which state may follow which.</summary>
internal static class MarketStates
{
    /// <summary>Whether a market may go from one state to another; null stands for one that is not there yet.</summary>
    public static bool CanFollow(this MarketState to, MarketState? from) => (from, to) switch
    {
        (null, MarketState.Open) => true,

        // Edited before the first stake.
        (MarketState.Open, MarketState.Open) => true,
        (MarketState.Open, MarketState.Locked or MarketState.Void) => true,

        // Back when its clip never arrived, on when it did; a practice market is decided by a clip that was here before.
        (MarketState.Locked, MarketState.Open or MarketState.Locked or MarketState.Deciding) => true,
        (MarketState.Locked, MarketState.Resolved or MarketState.Void) => true,

        // Back when the analysis failed: a practice market to everyone, any other to the same clip.
        (MarketState.Deciding, MarketState.Open or MarketState.Locked) => true,
        (MarketState.Deciding, MarketState.Resolved or MarketState.Void) => true,
        _ => false,
    };
}
