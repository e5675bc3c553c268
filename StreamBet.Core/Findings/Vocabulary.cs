using System.Collections.Frozen;

namespace StreamBet.Core.Findings;

/// <summary>All labels that an analyzer can find. What is not in it was not looked for, so that its absence from an
/// analysis says nothing.</summary>
public sealed class Vocabulary
{
    private readonly FrozenDictionary<string, VocabularyLabel> _labels;

    /// <summary>Makes a vocabulary of labels. A name that comes twice is taken once, and what is the name of one label
    /// and an alias of another means the one.</summary>
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

    /// <summary>The labels by name.</summary>
    public IReadOnlyList<VocabularyLabel> Labels { get; }

    /// <summary>The label of that name or alias, whatever the case of its letters; null when it is not in the
    /// vocabulary.</summary>
    public VocabularyLabel? Find(string name) => _labels.GetValueOrDefault(name);
}

/// <summary>A label that an analyzer can find.</summary>
/// <param name="Name">Its name in the vocabulary, such as "Dog".</param>
/// <param name="Category">Its category in the same taxonomy.</param>
/// <param name="IsActivity">Whether it names something done rather than something there.</param>
/// <param name="IsValidated">Whether its confidence was checked against labelled pictures; the confidence of one that
/// was not stays under 80, so that it decides no market with YES.</param>
public sealed record VocabularyLabel(string Name, string Category, bool IsActivity, bool IsValidated)
{
    /// <summary>What the confidence of a label that was not validated stays under.</summary>
    public const double NotValidatedCeiling = 80;

    /// <summary>Other names that a criterion may call it. Markets and analyses have its own name alone.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether a market on it can end with YES: its confidence may pass 80.</summary>
    public bool CanBeProved => IsValidated;

    /// <summary>Whether a market on it can end with NO: it was measured how often it is overlooked.</summary>
    public bool CanBeDisproved { get; init; }

    /// <summary>How verdicts on it ended on clips with known contents; null where that was not measured.</summary>
    public MeasuredFigures? Measured { get; init; }

    /// <summary>Whether it can be seen with a confidence over a threshold at all. Where it cannot, its absence says
    /// nothing, and a market on it could only ever end with NO.</summary>
    public bool CanExceed(double threshold) => IsValidated || threshold < NotValidatedCeiling;
}

/// <summary>How verdicts on a label ended on clips with known contents, each judged by what was learned from the others.</summary>
/// <param name="Precision">The share of the YES that were right, 0-1; null when there was none.</param>
/// <param name="Recall">The share of the clips with it that were YES, 0-1; null when there was none.</param>
/// <param name="NoPrecision">The share of the NO that were right, 0-1; null when there was none.</param>
/// <param name="Positives">Clips on which it was plainly there, for 2 s or more.</param>
/// <param name="Negatives">Clips on which it was not there.</param>
public sealed record MeasuredFigures(double? Precision, double? Recall, double? NoPrecision, int Positives, int Negatives);
