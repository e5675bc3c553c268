using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Certainty;
using StreamBet.Core.Vision.Labels;

namespace StreamBet.Core.Vision.Packs.Fitting;

/// <summary>The best scores of a class in a clip, 0-1; 0 if it was not found. In a clip that shows it, only those at the
/// times when it does.</summary>
/// <param name="IsPositive">Whether the clip shows it.</param>
/// <param name="Supported">The best score that a neighbouring sample supports.</param>
/// <param name="Best">The best score of all.</param>
internal sealed record ClipScore(bool IsPositive, double Supported, double Best);

/// <summary>Calibrates one class.</summary>
internal static class ClassFit
{
    private const double Decisive = 80;

    /// <summary>Calibrates a class.</summary>
    /// <param name="name">The class.</param>
    /// <param name="clips">Its scores in each clip.</param>
    /// <param name="prior">The share of clips with it to assume, 0-1.</param>
    /// <param name="whyNot">Why it can't be calibrated, as a sentence.</param>
    public static ClassCalibration? Fit(string name, IReadOnlyList<ClipScore> clips, double prior, out string? whyNot)
    {
        var positives = clips.Count(clip => clip.IsPositive);
        var absent = clips.Count - positives;
        whyNot = (positives, absent) switch
        {
            ( < ClassCalibration.MinClips, _) => $"{positives} clips show {name} for 2 s or more, and {ClassCalibration.MinClips} are needed.",
            (_, < ClassCalibration.MinClips) => $"{absent} clips are without {name}, and {ClassCalibration.MinClips} are needed.",
            _ => null,
        };
        if (whyNot is not null)
            return null;
        if (FitOn(name, clips, prior) is { } fitted)
            return fitted with { Counts = Judge(name, clips, prior) };
        whyNot = $"Higher scores of {name} do not mean that it is there more often.";
        return null;
    }

    private static ClassCalibration? FitOn(string name, IEnumerable<ClipScore> clips, double prior)
    {
        var points = clips.Select(clip => new FitPoint(ClassCalibration.LogOdds(clip.Supported), clip.IsPositive)).ToList();
        var positives = points.Count(point => point.IsPositive);
        return LogisticFit.Fit(points, prior) is var (intercept, slope)
            ? new ClassCalibration(
                name, Math.Round(intercept, 4), Math.Round(slope, 4),
                new LabelCounts(positives, 0, 0, points.Count - positives, 0, 0))
            : null;
    }

    // Each clip is judged with what the others taught.
    private static LabelCounts Judge(string name, IReadOnlyList<ClipScore> clips, double prior)
    {
        var counts = new LabelCounts(0, 0, 0, 0, 0, 0);
        for (var i = 0; i < clips.Count; i++)
        {
            var (clip, taught) = (clips[i], FitOn(name, clips.Where((_, at) => at != i), prior));
            var isYes = taught is not null && IsOver(taught, clip.Supported, Decisive, orEqual: false);
            var isNo = taught is null ? clip.IsPositive : !IsOver(taught, clip.Best, Sighting.MinDoubt, orEqual: true);
            counts = clip.IsPositive
                ? counts with { Positives = counts.Positives + 1, Yes = counts.Yes + (isYes ? 1 : 0), No = counts.No + (isNo ? 1 : 0) }
                : counts with { Absent = counts.Absent + 1, WrongYes = counts.WrongYes + (isYes ? 1 : 0), RightNo = counts.RightNo + (isNo ? 1 : 0) };
        }

        return counts;
    }

    private static bool IsOver(ClassCalibration taught, double score, double percent, bool orEqual)
    {
        if (score < PackFinds.MinScore)
            return false;
        var shown = Confidence.Shown(taught.ChanceOf(score));
        return shown > percent || (orEqual && shown >= percent);
    }
}
