using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts.Records;

/// <summary>How many markets ended how.</summary>
/// <param name="Yes">With YES.</param>
/// <param name="No">With NO.</param>
/// <param name="Void">Void: every stake was refunded.</param>
public sealed record OutcomeCounts(long Yes, long No, long Void)
{
    internal static readonly OutcomeCounts None = new(0, 0, 0);

    /// <summary>All of them.</summary>
    public long Count => Yes + No + Void;

    internal OutcomeCounts With(Outcome? outcome) => outcome switch
    {
        Outcome.Yes => this with { Yes = Yes + 1 },
        Outcome.No => this with { No = No + 1 },
        _ => this with { Void = Void + 1 },
    };
}

/// <summary>How many markets ended how, by who decided.</summary>
/// <param name="Clip">Their clip, by the rule.</param>
/// <param name="Host">Their host: nobody objected to a proposal, or the host voided it before the clip had arrived.</param>
/// <param name="Operator">An operator.</param>
/// <param name="Nobody">Nobody, so that they are void.</param>
public sealed record DecisionCounts(OutcomeCounts Clip, OutcomeCounts Host, OutcomeCounts Operator, OutcomeCounts Nobody)
{
    internal static readonly DecisionCounts None = new(OutcomeCounts.None, OutcomeCounts.None, OutcomeCounts.None, OutcomeCounts.None);

    /// <summary>All of them.</summary>
    public long Count => Clip.Count + Host.Count + Operator.Count + Nobody.Count;

    internal DecisionCounts With(Ended ended) => ended.DecidedBy switch
    {
        "clip" => this with { Clip = Clip.With(ended.Outcome) },
        "host" => this with { Host = Host.With(ended.Outcome) },
        "operator" => this with { Operator = Operator.With(ended.Outcome) },
        "nobody" => this with { Nobody = Nobody.With(ended.Outcome) },
        _ => throw new InvalidDataException($"Receipt {ended.Content.Sequence} says that it was decided by \"{ended.DecidedBy}\"."),
    };
}
