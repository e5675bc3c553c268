using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Labels;

/// <summary>All labels that the embedded analyzer can find.</summary>
internal static class VisionVocabulary
{
    public static readonly Vocabulary All = new(Objects().Concat(Activities()));

    private static IEnumerable<VocabularyLabel> Objects() => CocoClasses.All
        .Where(known => known.Label is not null)
        .Select(known => new VocabularyLabel(known.Label!, known.Category!, IsActivity: false, known.IsValidated));

    private static IEnumerable<VocabularyLabel> Activities() => Activity.All
        .Select(known => new VocabularyLabel(known.Label, known.Category, IsActivity: true, known.IsValidated));
}
