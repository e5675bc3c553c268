using StreamBet.Core.Findings;

namespace StreamBet.Core.Rule;

/// <summary>The two ways in which a market can come out.</summary>
public enum Outcome
{
    /// <summary>The criterion was met.</summary>
    Yes,

    /// <summary>The clip was examined whole and the criterion was not met.</summary>
    No,
}

/// <summary>What a criterion and an analysis come to, and why.</summary>
/// <param name="Outcome">YES or NO; null when nothing was decided (the API's "failed").</param>
/// <param name="Confidence">0-100. YES: that of the N-th best occurrence. NO: the best sighting left, which may be over the
/// threshold when it was not seen often enough; 0 when there was none.</param>
/// <param name="DetectedAt">The times of the occurrences that count, ascending; empty unless YES.</param>
/// <param name="Reason">Why nothing was decided, as a sentence; null when something was.</param>
/// <param name="Occurrences">The trace: every occurrence in the window, in the order of time, counting or not.</param>
public sealed record Verdict(
    Outcome? Outcome,
    double Confidence,
    IReadOnlyList<TimeSpan> DetectedAt,
    string? Reason,
    IReadOnlyList<Occurrence> Occurrences)
{
    /// <summary>How much of the clip was examined, which a NO stands on; null for a verdict without a clip's analysis.</summary>
    public Coverage? Coverage { get; init; }

    /// <summary>The best occurrence that did not count; null when there is none.</summary>
    public Occurrence? NearMiss =>
        Occurrences.Where(occurrence => !occurrence.Counts).MaxBy(occurrence => occurrence.Confidence);
}

/// <summary>Sightings of a criterion's labels that follow each other closely: one separate time that it was seen.</summary>
/// <param name="Start">Its first sighting.</param>
/// <param name="End">Its last sighting.</param>
/// <param name="Label">The label of its best sighting.</param>
/// <param name="Confidence">That of its best sighting, 50-100.</param>
/// <param name="BestAt">When its best sighting was; the first, when several are equal.</param>
/// <param name="CountedAt">Its first sighting over the threshold, which is the time of the occurrence; null when it does
/// not count.</param>
public sealed record Occurrence(
    TimeSpan Start, TimeSpan End, string Label, double Confidence, TimeSpan BestAt, TimeSpan? CountedAt)
{
    /// <summary>Where its labels were seen at the moment that shows it: at <see cref="CountedAt"/>, or at <see cref="BestAt"/>
    /// when it does not count. Empty when the analyzer gives no boxes.</summary>
    public IReadOnlyList<Instance> Instances { get; init; } = [];

    /// <summary>The moment that shows it: <see cref="CountedAt"/>, or <see cref="BestAt"/> when it does not count.</summary>
    public TimeSpan ShownAt => CountedAt ?? BestAt;

    /// <summary>The label of the best sighting at that moment.</summary>
    public string ShownLabel { get; init; } = Label;

    /// <summary>The confidence of the best sighting at that moment, 50-100.</summary>
    public double ShownConfidence { get; init; } = Confidence;

    /// <summary>Whether it counts: its best sighting is over the threshold.</summary>
    public bool Counts => CountedAt is not null;
}
