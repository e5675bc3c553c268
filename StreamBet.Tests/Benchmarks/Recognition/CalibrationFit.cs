using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Certainty;
using StreamBet.Core.Vision.Classes;

namespace StreamBet.Tests.Benchmarks.Recognition;

/// <summary>Fits the constants of the doubt on clips of known contents.</summary>
internal static class CalibrationFit
{
    /// <summary>The share of the labels asked for that are there, from which chances are reckoned.</summary>
    public const double Prior = 0.3;

    /// <summary>A label with so many clips has a residue of its own.</summary>
    private const int EnoughPositives = 10;

    private const int Intercept = 0;
    private const int Slope = 1;
    private const int FirstKind = 2;

    private static readonly LabelKind[] Kinds = Enum.GetValues<LabelKind>();
    private static readonly int[] Things = [.. Enumerable.Range(0, CocoClasses.All.Count)];

    /// <summary>How a label was judged on a clip that the constants were not drawn from.</summary>
    public sealed record Judged(ExaminedClip Clip, int Thing, bool IsThere, double Doubt);

    /// <summary>Fits on clips, with residues from the same clips, each judged by the constants of all others.</summary>
    /// <returns>The constants, and for each clip those of the others.</returns>
    public static (CalibrationTable Table, IReadOnlyList<CalibrationTable> LeftOut) Fit(IReadOnlyList<ExaminedClip> clips)
    {
        var leftOut = clips.Select(left => FitDoubt([.. clips.Where(clip => clip != left)])).ToList();
        var judged = clips.Zip(leftOut, (clip, table) => Judge(clip, table)).SelectMany(all => all).ToList();
        CalibrationTable WithResidues(CalibrationTable table) => table with
        {
            Kinds = table.Kinds.ToDictionary(
                kind => kind.Key,
                kind => kind.Value with
                {
                    Residue = ResidueOf(judged.Where(label => LabelKinds.Of(label.Thing) == kind.Key)),
                    Positives = judged.Count(label => label.IsThere && LabelKinds.Of(label.Thing) == kind.Key),
                }),
            LabelResidues = Things
                .Where(thing => CocoClasses.All[thing].Label is not null
                    && judged.Count(label => label.Thing == thing && label.IsThere) >= EnoughPositives)
                .ToDictionary(
                    thing => CocoClasses.All[thing].Label!,
                    thing => ResidueOf(judged.Where(label => label.Thing == thing))),
        };
        leftOut = leftOut.ConvertAll(WithResidues);
        var whole = WithResidues(FitDoubt(clips));
        return (whole with { Labels = Count(clips, leftOut) }, leftOut);
    }

    private static IEnumerable<Judged> Judge(ExaminedClip clip, CalibrationTable table) =>
        from thing in Things
        where clip.IsJudged(thing)
        select new Judged(clip, thing, clip.Known.IsThere(thing), table.DoubtOf(thing, clip.EvidenceOf(thing)));

    private static CalibrationTable FitDoubt(IReadOnlyList<ExaminedClip> clips)
    {
        var rows = clips
            .SelectMany(clip => Things.Where(clip.IsJudged).Select(thing => (clip, thing, IsThere: clip.Known.IsThere(thing))))
            .ToLookup(row => LabelKinds.Of(row.thing));
        var observations = new List<Observation>();
        foreach (var kind in rows)
        {
            // Labels that are not there are far more: they weigh as if the prior's share of all were there.
            var positives = kind.Count(row => row.IsThere);
            var negatives = Math.Max(1, kind.Count() - positives);
            var weight = positives * (1 - Prior) / Prior / negatives;
            observations.AddRange(kind.Select(row => new Observation(
                [(Intercept, 1), (Slope, row.clip.EvidenceOf(row.thing)), (FirstKind + (int)kind.Key, 1)],
                row.IsThere,
                row.IsThere ? 1 : weight)));
        }

        double[] ridge = [0.01, 0.01, .. Kinds.Select(_ => 0.5)];
        var weights = LogisticRegression.Fit(observations, ridge);
        return new CalibrationTable
        {
            Prior = Prior,
            Clips = clips.Count,
            Intercept = Round(weights[Intercept]),
            Slope = Round(weights[Slope]),
            Kinds = Kinds.ToDictionary(kind => kind, kind => new KindConstants(Round(weights[FirstKind + (int)kind]), 0, 0)),
            LabelResidues = new Dictionary<string, double>(),
            Labels = new Dictionary<string, LabelCounts>(),
        };
    }

    /// <summary>The chance, 0-100, that a label is there though there is no doubt about it, where the prior's share is
    /// there. Half a case is added on each side, so that few clips promise little.</summary>
    private static double ResidueOf(IEnumerable<Judged> judged)
    {
        double Share(IReadOnlyList<Judged> labels) =>
            (labels.Count(label => label.Doubt < Sighting.MinDoubt) + 0.5) / (labels.Count + 1);
        var byTruth = judged.ToLookup(label => label.IsThere);
        var (overlooked, absent) = (Prior * Share([.. byTruth[true]]), (1 - Prior) * Share([.. byTruth[false]]));
        return Math.Round(100 * overlooked / (overlooked + absent), 1);
    }

    private static Dictionary<string, LabelCounts> Count(IReadOnlyList<ExaminedClip> clips, List<CalibrationTable> leftOut)
    {
        var report = new RecognitionReport();
        foreach (var (clip, table) in clips.Zip(leftOut))
            report.Add(clip.Known, clip.Analyze(table));
        return report.CountLabels();
    }

    private static double Round(double constant) => Math.Round(constant, 3);
}
