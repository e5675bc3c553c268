using StreamBet.Core.Findings;

namespace StreamBet.Core.Clips;

/// <summary>The vocabulary of an analyzer that this program knows, whether or not it is the one in use.</summary>
/// <param name="Analyzer">The analyzer's name.</param>
/// <param name="Vocabulary">What it can find.</param>
public sealed record KnownVocabulary(string Analyzer, Vocabulary Vocabulary);

/// <summary>What could have been found in an analysis: the vocabulary of the analyzer that made it, which may not be the one in
/// use now. By another's, something that was never looked for would seem not to have been there.</summary>
public sealed class Vocabularies(IClipAnalyzer current, IEnumerable<KnownVocabulary> known)
{
    private readonly Dictionary<string, Vocabulary> _known =
        known.ToDictionary(entry => entry.Analyzer, entry => entry.Vocabulary);

    /// <summary>The vocabulary that an analysis stands on; that of the present analyzer for one that somebody brought.</summary>
    public Vocabulary Of(ClipAnalysis analysis) =>
        analysis.Analyzer.Name == current.Name ? current.Vocabulary
        : _known.GetValueOrDefault(analysis.Analyzer.Name, current.Vocabulary);
}
