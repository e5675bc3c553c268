using StreamBet.Core.Findings;

namespace StreamBet.Core.Clips;

/// <summary>The vocabulary of an analyzer that this program knows, in use or not.</summary>
/// <param name="Analyzer">The analyzer's name.</param>
/// <param name="Vocabulary">What it can find.</param>
public sealed record KnownVocabulary(string Analyzer, Vocabulary Vocabulary);

/// <summary>Finds the vocabulary of the analyzer that made an analysis, which may not be the current one. With another
/// vocabulary, labels that were never looked for would seem absent.</summary>
public sealed class Vocabularies(IClipAnalyzer current, IEnumerable<KnownVocabulary> known)
{
    private readonly Dictionary<string, Vocabulary> _known =
        known.ToDictionary(entry => entry.Analyzer, entry => entry.Vocabulary);

    /// <summary>The vocabulary for an analysis; the current analyzer's for an unknown analyzer, such as in an analysis
    /// sent by a client.</summary>
    public Vocabulary Of(ClipAnalysis analysis) =>
        analysis.Analyzer.Name == current.Name ? current.Vocabulary
        : _known.GetValueOrDefault(analysis.Analyzer.Name, current.Vocabulary);
}
