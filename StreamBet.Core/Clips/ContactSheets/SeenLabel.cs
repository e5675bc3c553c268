using StreamBet.Core.Findings;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Clips.ContactSheets;

/// <summary>Something that was seen in a clip.</summary>
/// <param name="Name">Its label.</param>
/// <param name="Confidence">Its best confidence, 50-100.</param>
/// <param name="At">When it came into view, ascending, at most <see cref="MaxTimes"/> times.</param>
public sealed record SeenLabel(string Name, double Confidence, IReadOnlyList<TimeSpan> At)
{
    /// <summary>The most labels beside those of a criterion.</summary>
    public const int MaxOthers = 12;

    /// <summary>The most times of a label.</summary>
    public const int MaxTimes = 12;

    // Enough for any criterion: without its labels, the others are still there.
    private const int MaxKept = MaxOthers + Criterion.MaxLabels;

    /// <summary>The most confident labels of an analysis.</summary>
    internal static IReadOnlyList<SeenLabel> Of(ClipAnalysis analysis) =>
        [.. analysis.Seen.OrderByDescending(label => label.Confidence).Take(MaxKept).Select(Of)];

    /// <summary>What was seen besides what a criterion asks for, most confident first.</summary>
    public static IReadOnlyList<SeenLabel> Besides(Criterion criterion, IReadOnlyList<SeenLabel> seen) =>
    [
        .. seen.Where(label => !criterion.Labels.Contains(label.Name, StringComparer.OrdinalIgnoreCase)).Take(MaxOthers),
    ];

    private static SeenLabel Of(DetectedLabel label)
    {
        var times = label.Sightings.Select(sighting => sighting.At).ToList();
        return new SeenLabel(
            label.Name, label.Confidence,
            [.. times.Where((at, place) => place == 0 || at - times[place - 1] > CriterionEvaluator.MergeGap).Take(MaxTimes)]);
    }
}
