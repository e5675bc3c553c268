using StreamBet.Core.Findings;

namespace StreamBet.Core.Rule;

/// <summary>Whether a criterion's window shows enough for a NO (the rule, step 5). Pure.</summary>
internal static class UnclearWindow
{
    // The share of samples that equal the one before was up to 58 % in the clips of the fit, of a screen that somebody reads.
    private const double MaxShare = 0.8;

    /// <summary>Why it does not, as a sentence; null if it does.</summary>
    public static string? WhyNotNo(Criterion criterion, ClipAnalysis analysis)
    {
        var duration = analysis.Video.Duration;
        var (start, end) = (criterion.WindowStart, criterion.WindowEnd < duration ? criterion.WindowEnd.Value : duration);
        var parts = analysis.Unclear
            .GroupBy(part => part.Why, part => Overlap(part, start, end))
            .Select(same => (Why: same.Key, Seconds: same.Sum())).ToList();
        var max = MaxShare * (end - start).TotalSeconds;
        if (end <= start || parts.Sum(part => part.Seconds) <= max)
            return null;
        var what = criterion.WindowStart > TimeSpan.Zero || criterion.WindowEnd < duration ? "The window" : "The clip";
        return parts.TrueForAll(part => part.Seconds <= max)
            ? $"{what} shows hardly anything clearly: it is dark, bright, flat or still."
            : parts.Find(part => part.Seconds > max).Why.WhyNotNo(what);
    }

    private static double Overlap(UnclearStretch part, TimeSpan start, TimeSpan end) => Math.Max(
        0, (TimeSpan.FromTicks(Math.Min(part.To.Ticks, end.Ticks)) - TimeSpan.FromTicks(Math.Max(part.From.Ticks, start.Ticks))).TotalSeconds);
}
