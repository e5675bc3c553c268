using StreamBet.Core.Findings;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts;

/// <summary>Checks that a receipt's verdict follows from its own trace and criterion. Implements the rule from step 3
/// on, independently of the code that decided.</summary>
internal static class VerdictCheck
{
    /// <summary>What is wrong, as a sentence; null if nothing is, and if no clip was judged.</summary>
    public static string? Wrong(ReceiptContent content)
    {
        if (content.Judged is { } judged)
            return Wrong(judged);
        return WrongCriterion(content.Criterion) ?? (content is { Verdict: null, Analysis: null }
            ? null
            : "It has a verdict or an analysis without the other, or without a clip.");
    }

    /// <summary>What is wrong, as a sentence; null if nothing is.</summary>
    public static string? Wrong(JudgedClip judged) => WrongCriterion(judged.Criterion) ?? WrongTrace(judged) ?? WrongDoubts(judged)
        ?? WrongOutcome(judged) ?? LeftOut(judged) ?? WrongEvidence(judged);

    private static string? WrongCriterion(ReceiptCriterion criterion) =>
        criterion.ToCriterion().IsByPeople || HasOneSubject(criterion) && criterion is { Times: > 0, Threshold: >= 0 and <= 100 }
        && criterion.Start >= TimeSpan.Zero && !(criterion.End <= criterion.Start)
            ? null
            : "The criterion is invalid: it needs labels, a number of times, a threshold in percent and a window.";

    private static bool HasOneSubject(ReceiptCriterion criterion) => criterion switch
    {
        { Text: { } text } => criterion.Labels.Count == 0 && criterion.Picture is null && text.IsKnown,
        { Picture: { } picture } => criterion.Labels.Count == 0 && picture.Name.Length > 0,
        _ => criterion.Labels.Count is > 0 and <= Criterion.MaxLabels,
    };

    private static string? WrongTrace(JudgedClip content)
    {
        var (criterion, duration) = (content.Criterion, content.Clip.DurationSeconds);
        var end = criterion.End < duration ? criterion.End.Value : duration;
        ReceiptOccurrence? last = null;
        foreach (var seen in content.Verdict.Trace)
        {
            var what = $"The trace has \"{seen.Label}\" at {ReceiptText.Of(seen.Start)}";
            if (seen.Start < criterion.Start || seen.End >= end)
                return $"{what}, outside the criterion's window or the clip.";
            if (!IsWithin(seen.BestAt, seen) || (seen.CountedAt is { } at && !IsWithin(at, seen)))
                return $"{what} with times outside its start and end.";
            if (seen.Start - last?.End <= CriterionEvaluator.MergeGap)
                return $"{what}, too close to the one before it.";
            if (!criterion.Names.Contains(seen.Label, StringComparer.OrdinalIgnoreCase))
                return $"{what}, which is not one of the criterion's labels.";
            if (seen.Confidence is not (>= DetectedLabel.MinConfidence and <= 100))
                return $"{what} with a confidence of {ReceiptText.Of(seen.Confidence)}, which is not 50 to 100.";
            if (seen.CountedAt is not null != seen.Confidence > criterion.Threshold)
            {
                var does = seen.CountedAt is null ? "counts" : "does not count";
                return $"{what} with {ReceiptText.Of(seen.Confidence)}, which {does} with a threshold of "
                    + $"{ReceiptText.Of(criterion.Threshold)}; the receipt says the opposite.";
            }

            last = seen;
        }

        return null;
    }

    private static string? WrongOutcome(JudgedClip content)
    {
        var (verdict, times) = (content.Verdict, content.Criterion.Times);
        var counting = verdict.Trace.Where(seen => seen.CountedAt is not null).ToList();
        var outcome = counting.Count >= times ? Outcome.Yes : Outcome.No;
        if (verdict.Outcome is null)
            return WrongIndecision(content, counting.Count);
        if (verdict.Outcome != outcome)
        {
            return $"It says {verdict.Outcome.ToWord()}, but its trace counts {counting.Count} and the criterion needs "
                + $"{times}: that is {outcome.ToWord()}.";
        }

        var confidence = outcome == Outcome.Yes
            ? counting.Select(seen => seen.Confidence).OrderDescending().ElementAt(times - 1)
            : content.Version == 1 ? verdict.Trace.Select(seen => seen.Confidence).DefaultIfEmpty(0).Max()
            : 100 - DoubtOf(content);
        if (!verdict.Confidence.Equals(confidence))
            return $"Its confidence is {ReceiptText.Of(verdict.Confidence)}, but by the trace it is "
                + $"{ReceiptText.Of(confidence)}.";
        var detectedAt = outcome == Outcome.Yes ? counting.Select(seen => seen.CountedAt!.Value) : [];
        if (!verdict.DetectedAt.SequenceEqual(detectedAt))
            return "Its detection times differ from those of the trace.";
        return WrongCoverage(content) ?? (outcome == Outcome.No ? WrongNo(content) : null);
    }

    // A copy of a known clip decides nothing, whatever it shows.
    private static string? WrongIndecision(JudgedClip content, int counting)
    {
        var best = content.Verdict.Trace.Select(seen => seen.Confidence).DefaultIfEmpty(0).Max();
        if (content.Version < 3)
            return "It says neither YES nor NO, which only version 3 can.";
        if (!content.IsCopy && !content.Criterion.ToCriterion().IsByPeople && counting >= content.Criterion.Times)
            return $"It says that the clip decided nothing, but its trace counts {counting} and the criterion needs {content.Criterion.Times}.";
        return content.Verdict.Confidence.Equals(best) && content.Verdict.DetectedAt.Count == 0
            ? WrongCoverage(content)
            : "It says that the clip decided nothing, but has a confidence or times that are not of its trace.";
    }

    private static string? WrongCoverage(JudgedClip content)
    {
        var coverage = content.Analysis.Coverage;
        return new Coverage(coverage.Planned, coverage.Examined, coverage.LargestGap)
        {
            DamagedPictures = coverage.DamagedPictures,
        }.IsWhole == coverage.Whole
            ? null
            : $"It says that the clip was {(coverage.Whole ? "" : "not ")}examined whole, but its own figures say the opposite.";
    }

    private static string? WrongNo(JudgedClip content)
    {
        if (!content.Analysis.Coverage.Whole)
            return "It says NO, but not all of the clip was examined, so there should be no decision.";
        var (criterion, duration) = (content.Criterion, content.Clip.DurationSeconds);
        if (criterion.End > duration || criterion.Start >= duration)
            return "It says NO, but the criterion's window is not inside the clip, so there should be no decision.";
        return content.Version == 1 ? null : WrongCertainty(content, (criterion.End ?? duration) - criterion.Start);
    }

    // Step 5: what makes a NO sure.
    private static string? WrongCertainty(JudgedClip content, TimeSpan window)
    {
        if (content.Analysis.Calibration is not { WithinBounds: true } calibration
            || !calibration.Residues.Select(known => known.Label).SequenceEqual(content.Criterion.Names)
            || !calibration.Residues.All(known => known.Percent is >= 0 and <= 100))
        {
            return "It says NO, but it doesn't say how often the analyzer misses such things, so there should be no decision.";
        }

        if (window < Criterion.MinWindowOfNo)
            return "It says NO of a window shorter than 2 s, so there should be no decision.";
        return content.Verdict.Confidence > 100 - CriterionDoubt.Max
            ? null
            : $"It says NO with {ReceiptText.Of(content.Verdict.Confidence)}, which is not over {100 - CriterionDoubt.Max}, so "
                + "there should be no decision.";
    }

    private static string? WrongDoubts(JudgedClip content)
    {
        var (criterion, edge) = (content.Criterion, CriterionDoubt.Edge);
        var end = (criterion.End ?? content.Clip.DurationSeconds) + edge;
        if (content.Verdict is { Outcome: Outcome.Yes, Doubts.Count: > 0 })
            return "It says YES and weighs doubts, which only a NO does.";
        foreach (var seen in content.Verdict.Doubts ?? [])
        {
            var what = $"It weighs \"{seen.Label}\" at {ReceiptText.Of(seen.At)}";
            if (seen.At < criterion.Start - edge || seen.At >= end)
                return $"{what}, too far outside the criterion's window.";
            if (!criterion.Names.Contains(seen.Label, StringComparer.OrdinalIgnoreCase))
                return $"{what}, which is not one of the criterion's labels.";
            if (seen.Doubt is not (>= Sighting.MinDoubt and <= 100) || seen.Doubt < seen.Confidence || seen.Confidence < 0)
                return $"{what} with a doubt of {ReceiptText.Of(seen.Doubt)}, which is not 20 to 100 and at least its confidence.";
        }

        return null;
    }

    // What a NO saw must be among what it weighed.
    private static string? LeftOut(JudgedClip content)
    {
        if (content is not { Version: > 1, Verdict.Outcome: Outcome.No })
            return null;
        var weighed = (content.Verdict.Doubts ?? []).GroupBy(doubt => doubt.At).ToDictionary(same => same.Key, same => same.Max(doubt => doubt.Doubt));
        var missing = content.Verdict.Trace.FirstOrDefault(
            seen => !(weighed.TryGetValue(seen.BestAt, out var doubt) && doubt >= seen.Confidence));
        return missing is null ? null : $"It saw \"{missing.Label}\" at {ReceiptText.Of(missing.BestAt)} and didn't weigh it.";
    }

    // The highest doubt with which the sightings over the threshold and enough separate others make up the number; one is
    // enough if none is over it. At least the chance that any of the labels went unseen.
    private static double DoubtOf(JudgedClip content)
    {
        var (criterion, gap) = (content.Criterion, CriterionEvaluator.MergeGap);
        var end = criterion.End < content.Clip.DurationSeconds ? criterion.End.Value : content.Clip.DurationSeconds;
        var all = content.Verdict.Doubts ?? [];
        var sure = all.Where(seen => seen.Confidence > criterion.Threshold && seen.At >= criterion.Start && seen.At < end)
            .Select(seen => seen.At).Order().ToList();
        var sureTimes = sure.Where((at, index) => index == 0 || at - sure[index - 1] > gap).Count();
        if (sureTimes >= criterion.Times)
            return 100;
        var others = all.Where(seen => !IsNear(sure, seen.At, gap)).OrderBy(seen => seen.At).ToList();
        var needed = sureTimes == 0 ? 1 : criterion.Times - sureTimes;
        var residues = content.Analysis.Calibration?.Residues ?? [];
        return Math.Max(
            HighestWith(needed, others) ?? 0, CriterionDoubt.ResidueOf(residues.Select(known => known.Percent)));
    }

    // Looked for by halving: the lower the doubt, the more there are. A receipt may name tens of thousands, and anyone may have one checked.
    private static double? HighestWith(int needed, List<ReceiptDoubt> inOrder)
    {
        var doubts = inOrder.Select(seen => seen.Doubt).Distinct().OrderDescending().ToList();
        var (first, after) = (0, doubts.Count);
        while (first < after)
        {
            var middle = (first + after) / 2;
            if (Separate(inOrder.Where(seen => seen.Doubt >= doubts[middle]).Select(seen => seen.At)) >= needed)
                after = middle;
            else
                first = middle + 1;
        }

        return first < doubts.Count ? doubts[first] : null;
    }

    private static bool IsNear(List<TimeSpan> inOrder, TimeSpan at, TimeSpan gap)
    {
        var index = inOrder.BinarySearch(at - gap);
        index = index < 0 ? ~index : index;
        return index < inOrder.Count && inOrder[index] - at <= gap;
    }

    // At most as many as are apart from each other: each is the first that is far enough from the one before.
    private static int Separate(IEnumerable<TimeSpan> inOrder)
    {
        var (count, last) = (0, TimeSpan.MinValue);
        foreach (var at in inOrder.Where(at => count == 0 || at - last > CriterionEvaluator.MergeGap))
            (count, last) = (count + 1, at);
        return count;
    }

    private static string? WrongEvidence(JudgedClip content)
    {
        var evidence = content.Verdict.Evidence;
        if (evidence.Count > ReceiptContent.MaxEvidence)
            return $"It has {evidence.Count} pieces of evidence; the limit is {ReceiptContent.MaxEvidence}.";
        var threshold = content.Criterion.Threshold;
        return evidence.FirstOrDefault(seen => seen.Counts && seen.Confidence <= threshold) is { } weak
            ? $"Its evidence at {ReceiptText.Of(weak.At)} is said to count with {ReceiptText.Of(weak.Confidence)}, "
                + "which is not over the threshold."
            : null;
    }

    private static bool IsWithin(TimeSpan time, ReceiptOccurrence seen) => time >= seen.Start && time <= seen.End;
}
