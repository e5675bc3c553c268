using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Certainty;
using StreamBet.Core.Vision.Classes;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks.Recognition;

/// <summary>A label of one clip with its verdict.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="Thing">The thing that the label names, by its number among <see cref="CocoClasses"/>.</param>
/// <param name="Verdict">How the rule ends.</param>
/// <param name="At">When the label was surest or most doubtful, in seconds; null when it was not seen.</param>
/// <param name="Box">Where, then.</param>
internal sealed record JudgedLabel(KnownClip Clip, int Thing, LabelVerdict Verdict, double? At, Box? Box)
{
    public string Name => CocoClasses.All[Thing].Label!;

    public bool IsPlain => Clip.IsPlain(Thing);

    /// <summary>Whether a YES or a NO says what is so; null where it is undecided, or the label cannot be
    /// judged.</summary>
    public bool? IsRight => Verdict.IsYes is { } isYes && (IsPlain || Clip.IsAbsent(Thing)) ? isYes == IsPlain : null;
}

/// <summary>Counts of verdicts: right, wrong, undecided.</summary>
internal readonly record struct VerdictCounts(int Right, int Wrong, int Undecided)
{
    public int All => Right + Wrong + Undecided;

    public override string ToString() => $"{Right} right, {Wrong} wrong, {Undecided} undecided of {All}";
}

/// <summary>Precision and recall of labels and of verdicts on both sides, over clips of known contents.</summary>
internal sealed class RecognitionReport
{
    private readonly List<JudgedLabel> _markets = [];
    private readonly List<(KnownClip Clip, DetectedLabel Label)> _sure = [];
    private int _plain;
    private int _found;

    /// <summary>Verdicts on each deciding label of each clip, where it is plainly there or surely not.</summary>
    public IReadOnlyList<JudgedLabel> Markets => _markets;

    /// <summary>Verdicts on what is plainly there.</summary>
    public VerdictCounts Plain => Count(_markets.Where(market => market.IsPlain));

    /// <summary>Verdicts on what is not there.</summary>
    public VerdictCounts Absent => Count(_markets.Where(market => !market.IsPlain));

    /// <summary>Labels over 80 that are wrong.</summary>
    public IReadOnlyList<(KnownClip Clip, DetectedLabel Label)> WrongLabels =>
        [.. _sure.Where(sure => !sure.Clip.IsRight(sure.Label))];

    /// <summary>How many labels are over 80.</summary>
    public int SureLabels => _sure.Count;

    /// <summary>The share of labels over 80 that are right, 0-1.</summary>
    public double LabelPrecision => 1 - ((double)WrongLabels.Count / Math.Max(1, _sure.Count));

    /// <summary>The share of all things plainly there, deciding or not, that have a label over 80, 0-1.</summary>
    public double LabelRecall => (double)_found / Math.Max(1, _plain);

    /// <summary>Takes a clip with its analysis.</summary>
    public void Add(KnownClip clip, ClipAnalysis analysis)
    {
        _sure.AddRange(analysis.Labels.Where(label => label.Confidence > 80).Select(label => (clip, label)));
        for (var thing = 0; thing < CocoClasses.All.Count; thing++)
        {
            if (CocoClasses.All[thing] is not { Label: { } label } known || !(clip.IsPlain(thing) || clip.IsAbsent(thing)))
                continue;
            var judged = Judge(clip, thing, label, analysis);
            if (judged.IsPlain)
                (_plain, _found) = (_plain + 1, _found + (judged.Verdict.IsYes == true ? 1 : 0));
            if (known.IsValidated)
                _markets.Add(judged);
        }
    }

    /// <summary>How verdicts on each deciding label ended.</summary>
    public Dictionary<string, LabelCounts> CountLabels() => _markets.GroupBy(market => market.Name)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => new LabelCounts(
            group.Count(market => market.IsPlain),
            group.Count(market => market is { IsPlain: true, Verdict.IsYes: true }),
            group.Count(market => market is { IsPlain: true, Verdict.IsYes: false }),
            group.Count(market => !market.IsPlain),
            group.Count(market => market is { IsPlain: false, Verdict.IsYes: true }),
            group.Count(market => market is { IsPlain: false, Verdict.IsYes: false })));

    private static JudgedLabel Judge(KnownClip clip, int thing, string label, ClipAnalysis analysis)
    {
        var best = analysis.Labels.FirstOrDefault(found => found.Name == label)?.Sightings
            .MaxBy(sighting => (sighting.Confidence, sighting.Doubt));
        return new JudgedLabel(
            clip, thing, LabelVerdict.Of(label, analysis), best?.At.TotalSeconds,
            best?.Instances is [var instance, ..] ? instance.Box : null);
    }

    private static VerdictCounts Count(IEnumerable<JudgedLabel> markets)
    {
        var all = markets.ToList();
        return new VerdictCounts(
            all.Count(market => market.IsRight == true),
            all.Count(market => market.IsRight == false),
            all.Count(market => market.IsRight is null));
    }
}
