namespace StreamBet.Core.Markets.Reviews;

/// <summary>What became of a bond.</summary>
public enum BondState
{
    /// <summary>It is laid down: the market has not ended.</summary>
    Open,

    /// <summary>It came back.</summary>
    Returned,

    /// <summary>It joined the pool: an operator upheld what was objected to.</summary>
    Lost,
}

/// <summary>What somebody laid down for an objection.</summary>
/// <param name="Amount">In whole credits.</param>
/// <param name="State">What became of it.</param>
public sealed record Bond(long Amount, BondState State);
