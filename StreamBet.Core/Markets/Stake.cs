using StreamBet.Core.Ledger;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <summary>Credits that a person staked on one side of a market.</summary>
public sealed class Stake
{
    /// <summary>Its number, in order of acceptance.</summary>
    public long Id { get; internal set; }

    /// <summary>The market.</summary>
    public required long MarketId { get; init; }

    /// <summary>The person who staked.</summary>
    public required string PersonId { get; init; }

    /// <summary>The side.</summary>
    public required Outcome Side { get; init; }

    /// <summary>Whole credits, at least 1.</summary>
    public required long Amount { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset PlacedAt { get; init; }

    /// <summary>What was returned: the payout, 0 for a lost stake, the amount itself for a refund; null while
    /// undecided.</summary>
    public long? Returned { get; internal set; }

    /// <summary>Whether it was refunded before the decision; if so, it no longer counts in the pool.</summary>
    public bool IsWithdrawn { get; internal set; }
}

/// <summary>All of a person's stakes on one side of a market.</summary>
/// <param name="MarketId">The market.</param>
/// <param name="Side">The side.</param>
/// <param name="Amount">What they staked, in whole credits.</param>
/// <param name="Returned">What was returned; null while the market is undecided.</param>
public sealed record MarketPosition(long MarketId, Outcome Side, long Amount, long? Returned);

/// <summary>What was staked in a market during a step of time.</summary>
/// <param name="At">When the last stake of the step was accepted.</param>
/// <param name="Yes">Whole credits staked on YES in it.</param>
/// <param name="No">Whole credits staked on NO in it.</param>
public sealed record PoolStep(DateTimeOffset At, long Yes, long No);

/// <summary>Totals of a person's ended stakes in one currency.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="Staked">What they staked, in whole credits.</param>
/// <param name="Returned">What was returned.</param>
public sealed record StakeTotals(Currency Currency, long Staked, long Returned)
{
    /// <summary>The gain in whole credits; negative for a loss.</summary>
    public long Net => Returned - Staked;
}
