using System.Collections.Frozen;

namespace StreamBet.Core.Findings;

/// <summary>All labels that an analyzer can find. Other labels are not looked for, so their absence from an analysis
/// means nothing.</summary>
public sealed class Vocabulary
{
    private readonly FrozenDictionary<string, VocabularyLabel> _labels;

    /// <summary>Creates a vocabulary. A duplicate name is used once; a text that is one label's name and another's
    /// alias means the former.</summary>
    public Vocabulary(IEnumerable<VocabularyLabel> labels)
    {
        Labels =
        [
            .. labels.DistinctBy(label => label.Name, StringComparer.OrdinalIgnoreCase)
                .OrderBy(label => label.Name, StringComparer.Ordinal),
        ];
        _labels = Labels.Select(label => (label.Name, label))
            .Concat(Labels.SelectMany(label => label.Aliases, (label, alias) => (alias, label)))
            .DistinctBy(named => named.Item1, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(named => named.Item1, named => named.Item2, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether the analyzer can read text well enough to decide by it.</summary>
    public bool ReadsText { get; init; }

    /// <summary>Whether the analyzer can look for reference pictures.</summary>
    public bool FindsPictures { get; init; }

    /// <summary>The labels by name.</summary>
    public IReadOnlyList<VocabularyLabel> Labels { get; }

    /// <summary>The label with this name or alias, ignoring case; null if it is not in the vocabulary.</summary>
    public VocabularyLabel? Find(string name) => _labels.GetValueOrDefault(name);
}

/// <summary>A label that an analyzer can find.</summary>
/// <param name="Name">Its name in the vocabulary, such as "Dog".</param>
/// <param name="Category">Its category in the same taxonomy.</param>
/// <param name="IsActivity">Whether it names an activity rather than a thing.</param>
/// <param name="IsValidated">Whether its confidence was checked against labelled pictures; otherwise its confidence
/// stays under 80, so that it never decides a market with YES.</param>
public sealed record VocabularyLabel(string Name, string Category, bool IsActivity, bool IsValidated)
{
    /// <summary>The confidence of a label that is not validated stays below this.</summary>
    public const double NotValidatedCeiling = 80;

    /// <summary>Other names that a criterion may use. Markets and analyses contain only its own name.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether a market on it can end with YES: its confidence can exceed 80.</summary>
    public bool CanBeProved => IsValidated;

    /// <summary>The chance in percent, 0-100, that the analyzer misses it although it is plainly visible (for 2 s or more);
    /// null if this was neither measured nor assumed.</summary>
    public double? Residue { get; init; }

    /// <summary>Whether a market on it alone can end with NO: the analyzer rarely enough misses it.</summary>
    public bool CanBeDisproved => Residue < Sighting.MinDoubt;

    /// <summary>Measured verdict figures on clips with known contents; null if not measured.</summary>
    public MeasuredFigures? Measured { get; init; }

    /// <summary>Whether its confidence can exceed a threshold at all. If not, its absence means nothing, and a market
    /// on it could only end with NO.</summary>
    public bool CanExceed(double threshold) => IsValidated || threshold < NotValidatedCeiling;
}

/// <summary>Measured accuracy of verdicts on a label, on clips with known contents; each clip was judged with what was
/// learned from the others.</summary>
/// <param name="Precision">The share of YES verdicts that were right, 0-1; null if there were none.</param>
/// <param name="Recall">The share of clips showing it that ended with YES, 0-1; null if there were none.</param>
/// <param name="NoPrecision">The share of NO verdicts that were right, 0-1; null if there were none.</param>
/// <param name="Positives">Clips that plainly show it, for 2 s or more.</param>
/// <param name="Negatives">Clips that do not show it.</param>
public sealed record MeasuredFigures(double? Precision, double? Recall, double? NoPrecision, int Positives, int Negatives);
