using System.Globalization;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Rule;

/// <summary>Computes how likely it is that a criterion was met unseen: the doubt about a NO. Pure.</summary>
internal static class CriterionDoubt
{
    /// <summary>A NO needs a doubt below this, in percent: it must be over 80 % sure, as a YES must.</summary>
    public const double Max = 20;

    /// <summary>Residues were measured for things visible at least this long; they say nothing about a shorter
    /// window.</summary>
    public static readonly TimeSpan MinWindow = TimeSpan.FromSeconds(2);

    // Samples are half a second apart.
    private static readonly TimeSpan Edge = TimeSpan.FromSeconds(0.5);

    /// <summary>Why the analyzer is not sure enough of a NO, as a sentence; null when it is, or when the analysis has
    /// no calibration.</summary>
    /// <param name="criterion">What must be seen.</param>
    /// <param name="analysis">What was found, with a calibration.</param>
    /// <param name="counting">The occurrences that count; fewer than the criterion needs.</param>
    public static string? WhyNotNo(Criterion criterion, ClipAnalysis analysis, IReadOnlyList<Occurrence> counting)
    {
        if (analysis.Calibration is not { } calibration)
            return null;
        if (!calibration.IsWithinBounds)
            return calibration.OutOfBounds;
        if (criterion.Labels.FirstOrDefault(label => !analysis.Residues.ContainsKey(label)) is { } unmeasured)
            return $"It was not measured how often the analyzer misses \"{unmeasured}\", so it can't say that it was not there.";
        if ((criterion.WindowEnd ?? analysis.Video.Duration) - criterion.WindowStart < MinWindow)
            return "The window is shorter than 2 s, too short to be sure that nothing was missed in it.";

        var (doubt, strongest) = Of(criterion, analysis, counting);
        if (doubt < Max)
            return null;
        var sure = Math.Max(0, 100 - doubt).ToString("0.#", CultureInfo.InvariantCulture);
        return strongest is var (label, sighting)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The analyzer is only {sure} % sure that it was not there: at {sighting.At.TotalSeconds:0.##} s it may have been {label}.")
            : $"The analyzer is only {sure} % sure that it was not there: it misses such things too often.";
    }

    // The doubt (the rule, step 5) and the sighting it comes from; null when it comes from the residue.
    private static (double Doubt, (string Label, Sighting Sighting)? Strongest) Of(
        Criterion criterion, ClipAnalysis analysis, IReadOnlyList<Occurrence> counting)
    {
        var residue = 100 * (1 - criterion.Labels.Aggregate(1.0, (rest, label) => rest * (1 - (analysis.Residues[label] / 100))));
        var end = criterion.WindowEnd ?? analysis.Video.Duration;
        var seen = analysis.Labels.Where(label => criterion.Labels.Contains(label.Name, StringComparer.OrdinalIgnoreCase))
            .SelectMany(label => label.Sightings, (label, sighting) => (Label: label.Name, Sighting: sighting))
            .Where(item => item.Sighting.At >= criterion.WindowStart - Edge && item.Sighting.At < end + Edge
                && !counting.Any(occurrence => item.Sighting.At >= occurrence.Start && item.Sighting.At <= occurrence.End))
            .OrderByDescending(item => item.Sighting.Doubt ?? 0).ToList();

        // If nothing counted, one sighting is enough for a doubt, however many times are needed; otherwise enough of
        // them must be separate to make up the number.
        for (var taken = 1; taken <= seen.Count; taken++)
        {
            var weakest = seen[taken - 1];
            if ((weakest.Sighting.Doubt ?? 0) <= residue)
                break;
            if (counting.Count == 0 || CountApart(seen.Take(taken), counting) >= criterion.Times)
                return (weakest.Sighting.Doubt ?? 0, weakest);
        }

        return (residue, null);
    }

    // Counts how many of these sightings and occurrences are separate occurrences.
    private static int CountApart(IEnumerable<(string Label, Sighting Sighting)> seen, IEnumerable<Occurrence> counting)
    {
        var count = 0;
        TimeSpan? last = null;
        foreach (var (start, end) in seen.Select(item => (Start: item.Sighting.At, End: item.Sighting.At))
            .Concat(counting.Select(occurrence => (occurrence.Start, occurrence.End))).OrderBy(moment => moment.Start))
        {
            if (last is not null && start - last <= CriterionEvaluator.MergeGap)
                continue;
            (count, last) = (count + 1, end);
        }

        return count;
    }
}
