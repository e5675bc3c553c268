namespace StreamBet.Core.Markets;

/// <summary>The states of a market. All but the last two are "active".</summary>
public enum MarketState
{
    /// <summary>Takes stakes.</summary>
    Open,

    /// <summary>Takes no more stakes and waits for its clip to arrive.</summary>
    Locked,

    /// <summary>Its clip has arrived and is being analysed, or has decided it and the payout waits for a
    /// challenge.</summary>
    Deciding,

    /// <summary>People decide it.</summary>
    Review,

    /// <summary>Decided and paid out.</summary>
    Resolved,

    /// <summary>Ended without a decision; every stake was refunded.</summary>
    Void,
}

/// <summary>The allowed transitions between states.</summary>
internal static class MarketStates
{
    /// <summary>Whether a market may go from one state to another; null stands for a market that does not exist
    /// yet.</summary>
    public static bool CanFollow(this MarketState to, MarketState? from) => (from, to) switch
    {
        (null, MarketState.Open) => true,

        // The market was edited before the first stake.
        (MarketState.Open, MarketState.Open) => true,
        (MarketState.Open, MarketState.Locked or MarketState.Void) => true,

        // To Open if its clip never arrived, to Deciding if it did. A practice market can be decided directly by an
        // earlier clip.
        (MarketState.Locked, MarketState.Open or MarketState.Locked or MarketState.Deciding) => true,
        (MarketState.Locked, MarketState.Resolved or MarketState.Void) => true,

        // The analysis failed: a practice market then takes any clip, any other market only the same one.
        (MarketState.Deciding, MarketState.Open or MarketState.Locked) => true,
        (MarketState.Deciding, MarketState.Resolved or MarketState.Void) => true,

        // Its verdict waits for a challenge, or people decide.
        (MarketState.Deciding, MarketState.Deciding or MarketState.Review) => true,
        (MarketState.Review, MarketState.Review or MarketState.Resolved or MarketState.Void) => true,
        _ => false,
    };
}
