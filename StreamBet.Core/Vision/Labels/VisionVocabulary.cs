using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Certainty;
using StreamBet.Core.Vision.Classes;

namespace StreamBet.Core.Vision.Labels;

/// <summary>All labels that the embedded analyzer can find.</summary>
internal static class VisionVocabulary
{
    /// <summary>The vocabulary.</summary>
    public static readonly Vocabulary All = new(Objects().Concat(Activities())) { FindsPictures = true };

    /// <summary>The vocabulary where text can be read by two readers as well.</summary>
    public static readonly Vocabulary WithText = new(All.Labels) { ReadsText = true, FindsPictures = true };

    /// <summary>The residues of the labels that have one, by name.</summary>
    public static readonly IReadOnlyDictionary<string, double> Residues = All.Labels
        .Where(label => label.Residue is not null)
        .ToDictionary(label => label.Name, label => label.Residue!.Value);

    private static IEnumerable<VocabularyLabel> Objects() => CocoClasses.All
        .Where(known => known.Label is not null)
        .Select(known => new VocabularyLabel(known.Label!, known.Category!, IsActivity: false, known.IsValidated)
        {
            Residue = ResidueOf(known),
            Measured = CalibrationTable.Shipped.Labels.GetValueOrDefault(known.Label!)?.ToFigures(),
        });

    /// <summary>An activity can't be disproved: its miss rate was never measured.</summary>
    private static IEnumerable<VocabularyLabel> Activities() => Activity.All
        .Select(known => new VocabularyLabel(known.Label, known.Category, IsActivity: true, known.IsValidated));

    /// <summary>Doubts were measured for labels that can be proved.</summary>
    private static double? ResidueOf(CocoClass known) =>
        known.IsValidated ? CalibrationTable.Shipped.ResidueOf(CocoClasses.NumberOf(known.Name)) : null;
}
