using System.Globalization;
using System.Text;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Findings;

/// <summary>Makes texts comparable that look the same to a reader of pictures: case, accents and signs are dropped, and
/// letters that are easily confused with digits are one. Pure.</summary>
internal static class Folding
{
    /// <summary>The words of a text, folded, with where each ends in the text.</summary>
    public static IReadOnlyList<FoldedWord> Words(string text)
    {
        var words = new List<FoldedWord>();
        var word = new StringBuilder();
        var place = 0;
        foreach (var character in text.EnumerateRunes())
        {
            if (!TryAppend(word, character) && word.Length > 0)
            {
                words.Add(new FoldedWord(word.ToString(), place));
                word.Clear();
            }

            place += character.Utf16SequenceLength;
        }

        if (word.Length > 0)
            words.Add(new FoldedWord(word.ToString(), text.Length));
        return words;
    }

    /// <summary>The whole text, folded, without spaces.</summary>
    public static string Joined(string text) => string.Concat(Words(text).Select(word => word.Text));

    /// <summary>How alike two folded texts are: 1 for equal ones, 0 for those with nothing in common.</summary>
    public static double Likeness(string first, string second)
    {
        var longer = Math.Max(first.Length, second.Length);
        return longer == 0 ? 1 : 1 - (Distance(first, second) / (double)longer);
    }

    /// <summary>The number of characters to insert, delete or replace to turn one folded text into the other.</summary>
    public static int Distance(string first, string second)
    {
        var row = Enumerable.Range(0, second.Length + 1).ToArray();
        for (var i = 1; i <= first.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= second.Length; j++)
            {
                var replaced = diagonal + (first[i - 1] == second[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }

    // False if the character ends a word. An accent belongs to the letter before it.
    private static bool TryAppend(StringBuilder word, Rune character)
    {
        if (IsAccent(character))
            return true;
        var before = word.Length;
        foreach (var part in CharacterData.Current.Decompose(character.ToString()).Select(code => new Rune(code)))
        {
            if (Rune.IsLetterOrDigit(part) || part.Value == '|')
                word.Append(Fold(part));
        }

        return word.Length > before;
    }

    private static bool IsAccent(Rune character) => Rune.GetUnicodeCategory(character)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    // 0 and O, and 1, I and L, are the same to most typefaces and readers.
    private static Rune Fold(Rune letter) => Rune.ToUpperInvariant(letter).Value switch
    {
        '0' => new Rune('O'),
        '1' or 'L' or '|' => new Rune('I'),
        var other => new Rune(other),
    };
}

/// <summary>A word of a text.</summary>
/// <param name="Text">The word, folded; never empty.</param>
/// <param name="End">The place in the text right after it.</param>
internal sealed record FoldedWord(string Text, int End);
