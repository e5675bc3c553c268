using StreamBet.Core.Findings;
using StreamBet.Core.Vision;
using StreamBet.Core.Vision.Certainty;
using StreamBet.Core.Vision.Classes;
using StreamBet.Core.Vision.Labels;
using StreamBet.Core.Vision.Tracks;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks.Recognition;

/// <summary>A clip of known contents with what the models saw in it.</summary>
internal sealed class ExaminedClip
{
    private readonly Dictionary<int, double> _evidence;

    private readonly Examination _examination;

    public ExaminedClip(KnownClip known, Examination examination, VideoMetadata video)
    {
        (Known, _examination, Video) = (known, examination, video);
        _evidence = Signs.GroupBy(sign => sign.Class).ToDictionary(group => group.Key, group => group.Max(sign => sign.Evidence));
    }

    public KnownClip Known { get; }

    public IReadOnlyList<Sign> Signs => _examination.Signs;

    public VideoMetadata Video { get; }

    public string? OutOfBounds => _examination.OutOfBounds;

    /// <summary>The strongest evidence for a class; the floor where there is none.</summary>
    public double EvidenceOf(int thing) =>
        CalibrationTable.Cut(_evidence.GetValueOrDefault(thing, double.NegativeInfinity));

    /// <summary>Whether a label may be judged on this clip: it is plainly there, or surely not.</summary>
    public bool IsJudged(int thing) => Known.IsPlain(thing) || Known.IsAbsent(thing);

    /// <summary>The analysis that the application makes of it by other constants.</summary>
    public ClipAnalysis Analyze(CalibrationTable table) => new(
        new AnalyzerIdentity("embedded", "fit", []), Video, _examination.Coverage,
        new LabelMaker(table, SamplePlan.SamplesPerSecond).Make(Signs))
    {
        Unclear = _examination.Fingerprint.Unclear,
        Calibration = new Calibration(table.Id, table.Prior, OutOfBounds is null, OutOfBounds),
        Residues = CocoClasses.All.Where(known => known.IsValidated)
            .ToDictionary(known => known.Label!, known => table.ResidueOf(CocoClasses.NumberOf(known.Name))),
    };

    /// <summary>Examines the clips of a folder, and says how far it is.</summary>
    public static async Task<IReadOnlyList<ExaminedClip>> ExamineAsync(IReadOnlyList<KnownClip> clips)
    {
        using var models = VisionModels.Load(new ModelFiles(Repository.Models));
        var examined = new List<ExaminedClip>();
        foreach (var clip in clips)
        {
            var (examination, video) = await KnownAnalyses.ExamineAsync(models, clip.Path);
            examined.Add(new ExaminedClip(clip, examination, video));
            Console.Error.Write($"\r{examined.Count} of {clips.Count} clips examined");
        }

        Console.Error.WriteLine();
        return examined;
    }
}
