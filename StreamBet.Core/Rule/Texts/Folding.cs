using System.Globalization;
using System.Text;

namespace StreamBet.Core.Rule.Texts;

/// <summary>Makes texts comparable that look the same to a reader of pictures: case, accents and signs are dropped, and
/// letters that are easily confused with digits are one. Pure.</summary>
internal static class Folding
{
    /// <summary>The words of a text, folded, with where each ends in the text.</summary>
    public static IReadOnlyList<FoldedWord> Words(string text)
    {
        // Compatibility forms may be longer, so each character is folded by itself and keeps its place.
        var words = new List<FoldedWord>();
        var word = new StringBuilder();
        for (var place = 0; place < text.Length; place++)
        {
            var before = word.Length;
            Append(word, text, ref place);
            if (word.Length == before && before > 0 && !IsMark(text, place))
                Close(place);
        }

        Close(text.Length);
        return words;

        void Close(int end)
        {
            if (word.Length > 0)
                words.Add(new FoldedWord(word.ToString(), end));
            word.Clear();
        }
    }

    /// <summary>The whole text, folded, without spaces.</summary>
    public static string Joined(string text) => string.Concat(Words(text).Select(word => word.Text));

    // 0 and O, and 1, I and L, are the same to most typefaces and readers.
    private static char Fold(char letter) => char.ToUpperInvariant(letter) switch
    {
        '0' => 'O',
        '1' or 'L' or '|' => 'I',
        var other => other,
    };

    private static void Append(StringBuilder word, string text, ref int place)
    {
        var length = char.IsSurrogatePair(text, place) ? 2 : 1;
        foreach (var letter in Plain(text.Substring(place, length)))
        {
            if (char.IsLetterOrDigit(letter) || letter == '|')
                word.Append(Fold(letter));
        }

        place += length - 1;
    }

    private static string Plain(string character)
    {
        try
        {
            return character.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            return ""; // half of a surrogate pair
        }
    }

    private static bool IsMark(string text, int place) => CharUnicodeInfo.GetUnicodeCategory(text, place)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
}

/// <summary>A word of a text.</summary>
/// <param name="Text">The word, folded; never empty.</param>
/// <param name="End">The place in the text right after it.</param>
internal sealed record FoldedWord(string Text, int End);
