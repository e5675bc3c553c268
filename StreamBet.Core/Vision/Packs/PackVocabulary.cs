using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Packs;

/// <summary>Joins the packs' classes to a vocabulary.</summary>
internal static class PackVocabulary
{
    /// <summary>A vocabulary with the packs' classes.</summary>
    public static Vocabulary Extend(Vocabulary basis, IReadOnlyList<DetectorPack> packs)
    {
        var labels = basis.Labels.ToDictionary(label => label.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var (known, calibration) in ClassesOf(packs))
        {
            var name = NameOf(known, basis);
            var label = labels.GetValueOrDefault(name) ?? new VocabularyLabel(name, known.Category, IsActivity: false, IsValidated: false);
            labels[name] = calibration is { MayDecide: true } && !label.IsValidated
                ? label with { IsValidated = true, Residue = calibration.Residue, Measured = calibration.Measured }
                : label;
        }

        return new Vocabulary(labels.Values) { ReadsText = basis.ReadsText, FindsPictures = basis.FindsPictures };
    }

    /// <summary>The name of a class as a label: that of the vocabulary, if it has the label.</summary>
    public static string NameOf(PackClass known, Vocabulary basis) => basis.Find(known.Name)?.Name ?? known.Name;

    private static IEnumerable<(PackClass Known, ClassCalibration? Calibration)> ClassesOf(IReadOnlyList<DetectorPack> packs) =>
        from pack in packs
        from known in pack.Manifest.Classes
        where known is not null
        select (known, pack.CalibrationOf(known));
}
