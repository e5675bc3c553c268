using StreamBet.Core.Findings;
using StreamBet.Core.Rule.Texts;

namespace StreamBet.Core.Rule;

/// <summary>The question that a criterion answers, in the words of people, and whether another question is about the same thing.
/// Pure.</summary>
public static class QuestionWords
{
    private const int MinStem = 4;

    // What people call a person in a question.
    private static readonly string[] People =
        ["somebody", "someone", "anybody", "anyone", "nobody", "people", "man", "men", "woman", "women", "human", "player", "streamer"];

    // Things that aren't counted take no article.
    private static readonly HashSet<string> Uncounted = new(StringComparer.OrdinalIgnoreCase)
    {
        "Broccoli", "Clothing", "Food", "Footwear", "Furniture", "Grass", "Hair", "Makeup", "Sand", "Snow", "Water",
    };

    private static readonly string[] Endings = ["ing", "ed", "es", "s"];

    /// <summary>The question, such as "Will a dog be seen at least 2 separate times?"; null if people decide.</summary>
    public static string? Of(Criterion criterion, Vocabulary vocabulary)
    {
        if (criterion.Text is { } text)
            return Of(text);
        if (criterion.Picture is { } picture)
            return $"Will the picture \"{picture.Name}\" appear?";
        if (criterion.Labels.Count == 0)
            return null;
        var times = criterion.Times > 1 ? $" at least {criterion.Times} separate times" : "";
        return $"Will {string.Join(" or ", criterion.Labels.Select(label => Of(label, vocabulary.Find(label) is not { IsActivity: false })))} be seen{times}?";
    }

    /// <summary>Whether a question has a word in common with its criterion. One that hasn't may ask for something that the
    /// criterion does not decide.</summary>
    public static bool AsksFor(string question, Criterion criterion, Vocabulary vocabulary)
    {
        var asked = Words(question).ToList();
        return criterion.IsByPeople || Names(criterion, vocabulary).SelectMany(Words).Any(word => asked.Exists(other => IsSame(word, other)));
    }

    private static string Of(TextQuery text)
    {
        if (text.Number is not { } number)
            return $"Will \"{text.Phrase}\" appear on the screen?";
        var name = text.Phrase ?? "the number";
        return number.Change switch
        {
            NumberChange.AtLeast => $"Will {name} reach {number.Shown}?",
            NumberChange.Under => $"Will {name} fall under {number.Shown}?",
            _ => $"Will {name} go up by {number.Shown} or more?",
        };
    }

    /// <summary>A label as a question names it: "a dog", "water", or "jumping" for an activity.</summary>
    internal static string Of(string label, bool isActivity)
    {
        var name = label.Any(char.IsLower) ? label.ToLowerInvariant() : label;
        var isOne = !isActivity && !Uncounted.Contains(label)
            && !(name.EndsWith('s') && !name.EndsWith("ss", StringComparison.Ordinal) && !name.EndsWith("us", StringComparison.Ordinal));
        return isOne ? $"{("aeiou".Contains(char.ToLowerInvariant(name[0]), StringComparison.Ordinal) ? "an" : "a")} {name}" : name;
    }

    private static IEnumerable<string> Names(Criterion criterion, Vocabulary vocabulary)
    {
        foreach (var label in criterion.Labels)
        {
            yield return label;
            foreach (var alias in vocabulary.Find(label)?.Aliases ?? [])
                yield return alias;
            if (label == "Person")
            {
                foreach (var word in People)
                    yield return word;
            }
        }

        if (criterion.Text is { } text)
            yield return text.Phrase ?? "number";
        if (criterion.Picture is { } picture)
            yield return picture.Name;
    }

    private static IEnumerable<string> Words(string text) =>
        text.ToLowerInvariant().Split([.. text.ToLowerInvariant().Where(letter => !char.IsLetterOrDigit(letter)).Distinct()], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Any(char.IsLetter));

    private static bool IsSame(string one, string other)
    {
        var (first, second) = (Stem(one), Stem(other));
        return first == second
            || (Math.Min(first.Length, second.Length) >= MinStem
                && (first.StartsWith(second, StringComparison.Ordinal) || second.StartsWith(first, StringComparison.Ordinal)));
    }

    private static string Stem(string word) =>
        Array.Find(Endings, ending => word.Length - ending.Length >= MinStem - 1 && word.EndsWith(ending, StringComparison.Ordinal)) is { } found
            ? word[..^found.Length]
            : word;
}
