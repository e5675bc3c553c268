using System.Collections.Frozen;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Aws.Labels;

/// <summary>All labels that Rekognition can find, which reads text as well. They are read from the list beside this file,
/// which also explains which labels are activities.</summary>
internal static class RekognitionVocabulary
{
    private const string List = "taxonomy-3.0.txt";

    /// <summary>The labels. Each may decide a market, with the confidence that the service reports.</summary>
    public static readonly Vocabulary All = new(Read()) { ReadsText = true };

    /// <summary>The labels with the residue that a setting assumes of each.</summary>
    /// <param name="residue">Percent, 0-100.</param>
    public static Vocabulary With(double residue) =>
        new(All.Labels.Select(label => label with { Residue = residue })) { ReadsText = true };

    // Categories in which most labels are activities.
    private static readonly FrozenSet<string> ActivityCategories = All.Labels.GroupBy(label => label.Category)
        .Where(category => category.Count(label => label.IsActivity) * 2 > category.Count())
        .Select(category => category.Key).ToFrozenSet();

    /// <summary>Whether a label that is missing from the list, such as one from a newer model, is probably an
    /// activity.</summary>
    /// <param name="category">The label's category.</param>
    public static bool IsActivityCategory(string category) => ActivityCategories.Contains(category);

    private static IEnumerable<VocabularyLabel> Read()
    {
        using var stream = typeof(RekognitionVocabulary).Assembly.GetManifestResourceStream(List)!;
        using var reader = new StreamReader(stream);
        var category = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
                category = line.Trim('[', ']');
            else if (line.Length > 0 && !line.StartsWith('#'))
                yield return Parse(line, category);
        }
    }

    private static VocabularyLabel Parse(string line, string category)
    {
        var isActivity = line.StartsWith("* ", StringComparison.Ordinal);
        var names = line[(isActivity ? 2 : 0)..].Split(" = ");
        return new VocabularyLabel(names[0], category, isActivity, IsValidated: true)
        {
            Aliases = names.Length > 1 ? names[1].Split(", ") : [],
        };
    }
}
