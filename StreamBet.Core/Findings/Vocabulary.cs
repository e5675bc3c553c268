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

    /// <summary>Whether it can be seen with a confidence over a threshold at all. Where it cannot, its absence says
    /// nothing, and a market on it could only ever end with NO.</summary>
    public bool CanExceed(double threshold) => IsValidated || threshold < NotValidatedCeiling;
}
