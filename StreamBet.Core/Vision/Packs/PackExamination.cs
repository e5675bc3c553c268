using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Labels;

namespace StreamBet.Core.Vision.Packs;

/// <summary>Looks for things in one clip with all packs. Thread-safe.</summary>
/// <param name="packs">The packs.</param>
/// <param name="geometry">The position of the picture in the frames.</param>
/// <param name="basis">The vocabulary without the packs.</param>
/// <param name="samplesPerSecond">Samples per second.</param>
internal sealed class PackExamination(
    IReadOnlyList<DetectorPack> packs, FrameGeometry geometry, Vocabulary basis, int samplesPerSecond)
{
    // What was not measured counts less than the score says: with 0.5 it is no occurrence.
    private const double UnmeasuredShare = 0.8;

    private readonly PackPicture[] _pictures = [.. packs.Select(pack => new PackPicture(pack.Manifest.Input, geometry))];
    private readonly PackSigns[] _signs = [.. packs.Select(_ => new PackSigns())];
    private readonly Lock _gate = new();

    /// <summary>Examines a sample.</summary>
    /// <param name="sample">Its number.</param>
    /// <param name="frame">RGB, 512 x 512, letterboxed.</param>
    public void Examine(int sample, ReadOnlyMemory<byte> frame)
    {
        for (var i = 0; i < packs.Count; i++)
        {
            var found = packs[i].Detect(frame, _pictures[i]);
            lock (_gate)
                _signs[i].Add(sample, found);
        }
    }

    /// <summary>Adds what was found to an analysis, once all samples were examined.</summary>
    public ClipAnalysis AddTo(ClipAnalysis analysis)
    {
        var vocabulary = PackVocabulary.Extend(basis, packs);
        var found = packs.SelectMany((pack, at) => LabelsOf(pack, _signs[at].ToSigns(), vocabulary)).ToList();
        var residues = analysis.Residues.ToDictionary();
        foreach (var label in vocabulary.Labels.Where(label => label is { IsValidated: true, Residue: not null }))
            residues.TryAdd(label.Name, label.Residue!.Value);
        return analysis with
        {
            Analyzer = analysis.Analyzer with { Models = [.. analysis.Analyzer.Models, .. packs.Select(pack => pack.Identity)] },
            Labels = LabelMerge.Merge(analysis.Labels, found),
            Calibration = analysis.Calibration is { } calibration ? calibration with { Id = Name(calibration.Id) } : null,
            Residues = residues,
        };
    }

    private string Name(string calibration) => string.Join(
        " + ",
        [
            calibration,
            .. packs.Where(pack => pack.Manifest.Calibration is not null)
                .Select(pack => $"pack {pack.Manifest.Name} {pack.Manifest.Calibration!.Id}"),
        ]);

    private IEnumerable<DetectedLabel> LabelsOf(DetectorPack pack, IEnumerable<PackSign> signs, Vocabulary vocabulary) =>
        from ofClass in signs.GroupBy(sign => sign.Class)
        let known = pack.Manifest.Classes[ofClass.Key]!
        let label = vocabulary.Find(known.Name)!
        let calibration = pack.CalibrationOf(known)
        let sightings = SightingsOf(ofClass, calibration)
        where sightings.Count > 0
        select new DetectedLabel(label.Name, label.Category, label.IsActivity, sightings);

    private List<Sighting> SightingsOf(IEnumerable<PackSign> signs, ClassCalibration? calibration) =>
    [
        .. from sign in signs
           let finding = ToFinding(sign, calibration)
           where finding.Doubt >= Sighting.MinDoubt
           group finding by sign.Sample into sample
           orderby sample.Key
           let best = sample.OrderByDescending(finding => finding.Confidence).ThenByDescending(finding => finding.Doubt).ToList()
           select new Sighting(
               TimeSpan.FromSeconds(sample.Key / (double)samplesPerSecond),
               best[0].Confidence,
               [.. best.Take(LabelMaker.MaxInstances).Select(finding => new Instance(finding.Box, finding.Confidence))])
           {
               Doubt = best.Max(finding => finding.Doubt),
           },
    ];

    private static (Box Box, double Confidence, double Doubt) ToFinding(PackSign sign, ClassCalibration? calibration)
    {
        var (confidence, doubt) = calibration is null
            ? (Confidence.Cap(100 * UnmeasuredShare * sign.Score), Confidence.Cap(100 * sign.Score))
            : (calibration.ChanceOf(sign.Score), calibration.ChanceOf(sign.Score));
        if (calibration is not { MayDecide: true } || !sign.IsSupported)
            confidence = Confidence.Cap(confidence);
        return (sign.Box, Confidence.Shown(confidence), Confidence.Shown(doubt));
    }
}
