using System.Collections.Frozen;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Aws.Labels;

/// <summary>All labels that Rekognition can find, read from the list beside this file, which says what an activity
/// is.</summary>
internal static class RekognitionVocabulary
{
    private const string List = "taxonomy-3.0.txt";

    /// <summary>The labels, any of which may decide a market: their confidence is the service's own.</summary>
    public static readonly Vocabulary All = new(Read());

    // Where more labels are activities than are not.
    private static readonly FrozenSet<string> ActivityCategories = All.Labels.GroupBy(label => label.Category)
        .Where(category => category.Count(label => label.IsActivity) * 2 > category.Count())
        .Select(category => category.Key).ToFrozenSet();

    /// <summary>Whether a label that is not in the list, of a newer model say, is likely to be an activity.</summary>
    /// <param name="category">Its category.</param>
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
