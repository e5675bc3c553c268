using System.Globalization;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Rule;

/// <summary>Computes how likely it is that a criterion was met unseen: the doubt about a NO. Pure.</summary>
internal static class CriterionDoubt
{
    /// <summary>A NO needs a doubt below this, in percent: it must be over 80 % sure, as a YES must.</summary>
    public const double Max = 20;

    // Two minutes of sightings; a NO keeps all of them, so that it can be computed again.
    private const int MaxShown = 240;

    // Samples are half a second apart.
    internal static readonly TimeSpan Edge = TimeSpan.FromSeconds(0.5);

    /// <summary>The doubt; null if the analysis says nothing about what it may have missed.</summary>
    /// <param name="criterion">What must be seen, more often than it was.</param>
    /// <param name="duration">The length of the clip.</param>
    /// <param name="basis">What was found of it.</param>
    public static Doubt? Of(Criterion criterion, TimeSpan duration, CriterionBasis basis)
    {
        var residue = basis.Residue ?? 0;
        var seen = Around(criterion, duration, basis).OrderByDescending(item => item.Sighting.Doubt).ToList();
        var sure = SureTimes(seen.Where(item => IsSure(item.Sighting, criterion, duration)).Select(item => item.Sighting.At));

        // What lies close to a sure time would be part of it. A weak sighting can join two sure times into one occurrence;
        // that they were two is then the strongest doubt of all.
        var others = seen.Where(item => !sure.Any(time => IsPartOf(item.Sighting.At, time))).ToList();
        if (sure.Count >= criterion.Times)
            return new Doubt(100, seen[0].Label, seen[0].Sighting.At, seen[0].Sighting.Instances);

        // If nothing is sure, one sighting is enough for a doubt, however many times are needed; otherwise enough of
        // them must be separate to make up the number.
        for (var taken = 1; taken <= others.Count; taken++)
        {
            var (label, weakest) = others[taken - 1];
            if (weakest.Doubt <= residue)
                break;
            if (sure.Count == 0 || sure.Count + CountApart(others.Take(taken)) >= criterion.Times)
                return new Doubt(weakest.Doubt!.Value, label, weakest.At, weakest.Instances);
        }

        return basis.Residue is not null ? new Doubt(residue, null, null, []) : null;
    }

    /// <summary>Why the analyzer is not sure enough of a NO, as a sentence; null when it is.</summary>
    /// <param name="criterion">What must be seen.</param>
    /// <param name="duration">The length of the clip.</param>
    /// <param name="basis">What was found of it.</param>
    /// <param name="doubt">The doubt.</param>
    public static string? WhyNotNo(Criterion criterion, TimeSpan duration, CriterionBasis basis, Doubt? doubt)
    {
        if (basis.WhyNotNo is { } unknown)
            return unknown;
        if ((criterion.WindowEnd ?? duration) - criterion.WindowStart < Criterion.MinWindowOfNo)
            return "The window is shorter than 2 s, too short to be sure that nothing was missed in it.";
        if (doubt!.Percent < Max)
            return null;
        var sure = Math.Max(0, 100 - doubt.Percent).ToString("0.#", CultureInfo.InvariantCulture);
        return doubt is { Label: { } label, At: { } at }
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The analyzer is only {sure} % sure that it was not there{Often(criterion)}: at {at.TotalSeconds:0.##} s it may have been ")
                + (criterion is { Text: null, Picture: null } ? $"{label}." : $"\"{label}\".")
            : $"The analyzer is only {sure} % sure that it was not there: it misses such things too often.";
    }

    private static string Often(Criterion criterion) => criterion.Times > 1 ? $" {criterion.Times} separate times" : "";

    /// <summary>The sightings that a NO is weighed against, in time order.</summary>
    public static IReadOnlyList<DoubtfulSighting> SightingsOf(Criterion criterion, TimeSpan duration, CriterionBasis basis) =>
    [
        .. Around(criterion, duration, basis)
            .OrderBy(item => item.Sighting.At).ThenBy(item => item.Label, StringComparer.Ordinal)
            .Select(item => new DoubtfulSighting(
                item.Sighting.At, item.Label, item.Sighting.Confidence, item.Sighting.Doubt!.Value)),
    ];

    /// <summary>The strongest of them, in time order: for people who decide what the analyzer could not.</summary>
    public static IReadOnlyList<DoubtfulSighting> StrongestOf(Criterion criterion, TimeSpan duration, CriterionBasis basis) =>
        [.. SightingsOf(criterion, duration, basis).OrderByDescending(seen => seen.Percent).Take(MaxShown).OrderBy(seen => seen.At)];

    /// <summary>The chance in percent, to six decimals, that any of several labels was there unseen, from that of
    /// each.</summary>
    public static double ResidueOf(IEnumerable<double> residues) =>
        Math.Round(100 * (1 - residues.Aggregate(1.0, (rest, residue) => rest * (1 - (residue / 100)))), 6);

    // A sample just outside the window may show what lies in it.
    private static IEnumerable<(string Label, Sighting Sighting)> Around(
        Criterion criterion, TimeSpan duration, CriterionBasis basis)
    {
        var end = criterion.WindowEnd ?? duration;
        return basis.Sightings.Where(item => item.Sighting.Doubt >= Sighting.MinDoubt
            && item.Sighting.At >= criterion.WindowStart - Edge && item.Sighting.At < end + Edge);
    }

    private static bool IsSure(Sighting sighting, Criterion criterion, TimeSpan duration) =>
        sighting.Confidence > criterion.Threshold && sighting.At >= criterion.WindowStart && sighting.At >= TimeSpan.Zero
        && sighting.At < duration && !(sighting.At >= criterion.WindowEnd);

    // The separate times of the sightings over the threshold. Weaker ones play no part, so that none of them can make a NO.
    private static List<(TimeSpan Start, TimeSpan End)> SureTimes(IEnumerable<TimeSpan> seen)
    {
        var times = new List<(TimeSpan Start, TimeSpan End)>();
        foreach (var at in seen.Order())
        {
            if (times.Count > 0 && at - times[^1].End <= CriterionEvaluator.MergeGap)
                times[^1] = (times[^1].Start, at);
            else
                times.Add((at, at));
        }

        return times;
    }

    private static bool IsPartOf(TimeSpan at, (TimeSpan Start, TimeSpan End) time) =>
        at >= time.Start - CriterionEvaluator.MergeGap && at <= time.End + CriterionEvaluator.MergeGap;

    // How many of them can be separate times.
    private static int CountApart(IEnumerable<(string Label, Sighting Sighting)> seen)
    {
        var (count, last) = (0, TimeSpan.MinValue);
        foreach (var at in seen.Select(item => item.Sighting.At).Order())
        {
            if (count > 0 && at - last <= CriterionEvaluator.MergeGap)
                continue;
            (count, last) = (count + 1, at);
        }

        return count;
    }
}
