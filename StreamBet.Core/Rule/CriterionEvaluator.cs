using StreamBet.Core.Findings;

namespace StreamBet.Core.Rule;

/// <summary>The rule that decides every market. A pure function: the same criterion and analysis always give the same
/// verdict.</summary>
public static class CriterionEvaluator
{
    /// <summary>Sightings this far apart or closer belong to one occurrence (step 2).</summary>
    public static readonly TimeSpan MergeGap = TimeSpan.FromSeconds(1.5);

    /// <summary>The most boxes that the trace keeps per occurrence.</summary>
    public const int MaxInstances = 10;

    /// <summary>The version of the rule that decides new markets. Version 1 asked nothing of a NO but that the clip was
    /// examined whole.</summary>
    public const int Version = 2;

    /// <summary>Applies the rule.</summary>
    /// <param name="criterion">What must be seen.</param>
    /// <param name="analysis">What was found.</param>
    /// <param name="vocabulary">What the analyzer can find.</param>
    /// <param name="version">The version of the rule: markets and receipts keep the one that they were made under.</param>
    public static Verdict Evaluate(
        Criterion criterion, ClipAnalysis analysis, Vocabulary vocabulary, int version = Version)
    {
        if (criterion.IsByPeople)
            return new Verdict(null, 0, [], "People decide this market.", []) { Coverage = analysis.Coverage };
        var (duration, basis) = (analysis.Video.Duration, CriterionBasis.Of(criterion, analysis));
        var seen = SightingsInWindow(criterion, duration, basis).ToList();
        var occurrences = Show(Merge(seen, criterion.Threshold), seen);
        var counting = occurrences.Where(occurrence => occurrence.Counts).ToList();

        // Step 4. A YES does not depend on coverage: examining more could only add sightings.
        if (counting.Count >= criterion.Times)
        {
            var nthBest = counting.Select(occurrence => occurrence.Confidence).OrderDescending()
                .ElementAt(criterion.Times - 1);
            return new Verdict(
                Outcome.Yes, nthBest, [.. counting.Select(occurrence => occurrence.CountedAt!.Value)], null, occurrences)
            {
                Coverage = basis.Coverage,
            };
        }

        var best = occurrences.Select(occurrence => occurrence.Confidence).DefaultIfEmpty(0).Max();
        var doubt = version == 1 ? null : CriterionDoubt.Of(criterion, duration, basis);
        var reason = WhyNotNo(criterion, analysis.Video, basis.Coverage, vocabulary);
        if (version > 1)
            reason ??= CriterionDoubt.WhyNotNo(criterion, duration, basis, doubt);
        var isNo = reason is null;
        return new Verdict(isNo ? Outcome.No : null, isNo && doubt is not null ? 100 - doubt.Percent : best, [], reason, occurrences)
        {
            Coverage = basis.Coverage,
            Doubt = doubt,
            Doubts = (isNo, doubt) switch
            {
                (_, null) => [],
                (true, _) => CriterionDoubt.SightingsOf(criterion, duration, basis),
                _ => CriterionDoubt.StrongestOf(criterion, duration, basis),
            },
        };
    }

    /// <summary>Counts separate occurrences, whatever their confidence (only step 2).</summary>
    /// <param name="times">The times of the sightings, in any order.</param>
    public static int CountOccurrences(IEnumerable<TimeSpan> times)
    {
        var count = 0;
        TimeSpan? last = null;
        foreach (var time in times.Order())
        {
            if (last is null || time - last > MergeGap)
                count++;
            last = time;
        }

        return count;
    }

    // Step 1.
    private static IEnumerable<(string Label, Sighting Sighting)> SightingsInWindow(
        Criterion criterion, TimeSpan duration, CriterionBasis basis)
    {
        var end = criterion.WindowEnd is { } windowEnd && windowEnd < duration ? windowEnd : duration;
        return basis.Sightings.Where(seen => seen.Sighting.Confidence >= DetectedLabel.MinConfidence
            && seen.Sighting.At >= criterion.WindowStart && seen.Sighting.At >= TimeSpan.Zero && seen.Sighting.At < end);
    }

    // Steps 2 and 3. All labels together, so that synonyms do not count twice; before the threshold, so that a dip does
    // not split an occurrence.
    private static List<Occurrence> Merge(IEnumerable<(string Label, Sighting Sighting)> seen, double threshold)
    {
        var occurrences = new List<Occurrence>();
        foreach (var (label, sighting) in seen.OrderBy(item => item.Sighting.At))
        {
            var countedAt = sighting.Confidence > threshold ? sighting.At : (TimeSpan?)null;
            var last = occurrences.LastOrDefault();
            if (last is null || sighting.At - last.End > MergeGap)
            {
                occurrences.Add(
                    new Occurrence(sighting.At, sighting.At, label, sighting.Confidence, sighting.At, countedAt));
                continue;
            }

            last = last with { End = sighting.At, CountedAt = last.CountedAt ?? countedAt };
            occurrences[^1] = sighting.Confidence > last.Confidence
                ? last with { Label = label, Confidence = sighting.Confidence, BestAt = sighting.At }
                : last;
        }

        return occurrences;
    }

    // Adds what was seen at the moment that represents each occurrence. Synonymous labels share their boxes.
    private static List<Occurrence> Show(List<Occurrence> occurrences, List<(string Label, Sighting Sighting)> seen)
    {
        var moments = seen.ToLookup(item => item.Sighting.At);
        return occurrences.ConvertAll(occurrence =>
        {
            var moment = moments[occurrence.ShownAt].OrderByDescending(item => item.Sighting.Confidence).ToList();
            var instances = moment.SelectMany(item => item.Sighting.Instances).Distinct()
                .OrderByDescending(instance => instance.Confidence).Take(MaxInstances);
            return occurrence with
            {
                ShownLabel = moment[0].Label,
                ShownConfidence = moment[0].Sighting.Confidence,
                Instances = [.. instances],
            };
        });
    }

    // Steps 5 and 6: null when NO is allowed.
    private static string? WhyNotNo(Criterion criterion, VideoMetadata video, Coverage coverage, Vocabulary vocabulary)
    {
        var blind = criterion.Labels.FirstOrDefault(label => vocabulary.Find(label) is null);
        if (blind is not null)
            return $"The analyzer can't detect \"{blind}\", so it can't say that it was not there.";

        if (criterion.Labels.FirstOrDefault(label => !vocabulary.Find(label)!.CanExceed(criterion.Threshold)) is { } unsure)
            return $"The analyzer is never sure enough of \"{unsure}\", so it can't say that it was not there.";

        if (video.Doubt is { } doubt)
            return doubt;
        if (coverage.Planned == 0 && criterion.Text is not null)
            return "The text in this clip was not read.";
        if (coverage.Planned == 0 && criterion.Picture is not null)
            return "This clip was not searched for the picture.";
        if (coverage.DamagedPictures > 0)
            return $"The clip has at least {coverage.DamagedPictures} damaged pictures, so not all of it was examined.";
        if (!coverage.IsWhole)
        {
            return FormattableString.Invariant(
                $"Only part of the clip was examined: {coverage.Examined} of {coverage.Planned} samples, with a largest gap of ")
                + FormattableString.Invariant($"{coverage.LargestGap.TotalSeconds:0.#} s.");
        }

        if (criterion.WindowEnd > video.Duration)
        {
            return FormattableString.Invariant(
                $"The window ends at {criterion.WindowEnd.Value.TotalSeconds:0.##} s, but the clip ends at ")
                + FormattableString.Invariant($"{video.Duration.TotalSeconds:0.##} s.");
        }

        // A window that starts after the end of the clip is empty; nothing in it was examined.
        return criterion.WindowStart >= video.Duration
            ? FormattableString.Invariant(
                $"The window starts at {criterion.WindowStart.TotalSeconds:0.##} s, after the end of the clip.")
            : null;
    }
}
