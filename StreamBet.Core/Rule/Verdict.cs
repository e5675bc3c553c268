using StreamBet.Core.Findings;

namespace StreamBet.Core.Rule;

/// <summary>The two outcomes of a market.</summary>
public enum Outcome
{
    /// <summary>The criterion was met.</summary>
    Yes,

    /// <summary>The whole clip was examined and the criterion was not met.</summary>
    No,
}

/// <summary>The result of applying a criterion to an analysis, with its reason.</summary>
/// <param name="Outcome">YES or NO; null when undecided (the API's "failed").</param>
/// <param name="Confidence">0-100, how sure the outcome is. YES: the confidence of the N-th best occurrence. NO: 100 less
/// the doubt; by version 1 of the rule, the best remaining sighting. Undecided: the best sighting, 0 if there was
/// none.</param>
/// <param name="DetectedAt">The times of the occurrences that count, ascending; empty unless YES.</param>
/// <param name="Reason">Why the verdict is undecided, as a sentence; null otherwise.</param>
/// <param name="Occurrences">The trace: every occurrence in the window, in time order, counting or not.</param>
public sealed record Verdict(
    Outcome? Outcome,
    double Confidence,
    IReadOnlyList<TimeSpan> DetectedAt,
    string? Reason,
    IReadOnlyList<Occurrence> Occurrences)
{
    /// <summary>How much of the clip was examined, on which a NO depends; null for a verdict without an
    /// analysis.</summary>
    public Coverage? Coverage { get; init; }

    /// <summary>The doubt about a NO; null for a YES, for a verdict by version 1 of the rule, and if nothing is known about
    /// what the analyzer may have missed.</summary>
    public Doubt? Doubt { get; init; }

    /// <summary>The doubt as it is told. Without an outcome only a sighting is: a residue holds for clips within the measured
    /// bounds that were wholly examined, and says nothing about others.</summary>
    public Doubt? ToldDoubt => Outcome is null && Doubt is { At: null } ? null : Doubt;

    /// <summary>The sightings that a NO was weighed against, in time order; if undecided, the strongest of them. Empty
    /// otherwise.</summary>
    public IReadOnlyList<DoubtfulSighting> Doubts { get; init; } = [];

    /// <summary>The same findings without an outcome.</summary>
    /// <param name="reason">Why, as a sentence.</param>
    public Verdict ToUndecided(string reason) => this with
    {
        Outcome = null,
        Confidence = Occurrences.Select(occurrence => occurrence.Confidence).DefaultIfEmpty(0).Max(),
        DetectedAt = [],
        Reason = reason,
    };

    /// <summary>The best occurrence that did not count; null when there is none.</summary>
    public Occurrence? NearMiss =>
        Occurrences.Where(occurrence => !occurrence.Counts).MaxBy(occurrence => occurrence.Confidence);
}

/// <summary>A group of close sightings of a criterion's labels; counts as one separate time.</summary>
/// <param name="Start">Time of its first sighting.</param>
/// <param name="End">Time of its last sighting.</param>
/// <param name="Label">The label of its best sighting.</param>
/// <param name="Confidence">Confidence of its best sighting, 50-100.</param>
/// <param name="BestAt">Time of its best sighting; the first if several are equal.</param>
/// <param name="CountedAt">Time of its first sighting over the threshold, used as the time of the occurrence; null when
/// it does not count.</param>
public sealed record Occurrence(
    TimeSpan Start, TimeSpan End, string Label, double Confidence, TimeSpan BestAt, TimeSpan? CountedAt)
{
    /// <summary>Where the labels were seen at <see cref="ShownAt"/>. Empty when the analyzer reports no
    /// boxes.</summary>
    public IReadOnlyList<Instance> Instances { get; init; } = [];

    /// <summary>The moment that represents it: <see cref="CountedAt"/>, or <see cref="BestAt"/> when it does not
    /// count.</summary>
    public TimeSpan ShownAt => CountedAt ?? BestAt;

    /// <summary>The label of the best sighting at that moment.</summary>
    public string ShownLabel { get; init; } = Label;

    /// <summary>The confidence of the best sighting at that moment, 50-100.</summary>
    public double ShownConfidence { get; init; } = Confidence;

    /// <summary>Whether it counts: its best sighting is over the threshold.</summary>
    public bool Counts => CountedAt is not null;
}
