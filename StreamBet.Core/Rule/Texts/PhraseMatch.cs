using StreamBet.Core.Findings;

namespace StreamBet.Core.Rule.Texts;

/// <summary>How well a line contains a phrase, as one reader reads it. Pure.</summary>
/// <param name="Edits">How many letters of the phrase were read otherwise: 0 or 1; null if the line does not contain
/// it.</param>
/// <param name="End">The place in the line right after the phrase; 0 if the line does not contain it.</param>
/// <param name="Distance">How many letters of the phrase differ in the part of the line that is most like it.</param>
internal sealed record PhraseMatch(int? Edits, int End, int Distance)
{
    // In a shorter word, another letter makes another word.
    private const int MinEditedWord = 6;

    /// <summary>Whether the line contains the phrase as it is.</summary>
    public bool IsExact => Edits == 0;

    /// <summary>Compares a line with a phrase. Words must be whole, but spaces may be lost or added.</summary>
    public static PhraseMatch Of(string phrase, string line)
    {
        var (asked, read) = (Folding.Words(phrase), Folding.Words(line));
        var whole = string.Concat(asked.Select(word => word.Text));
        PhraseMatch? edited = null;
        for (var first = 0; first < read.Count; first++)
        {
            var joined = "";
            for (var last = first; last < read.Count && joined.Length <= whole.Length + 1; last++)
            {
                joined += read[last].Text;
                if (joined == whole)
                    return new PhraseMatch(0, read[last].End, 0);
                if (last - first + 1 == asked.Count ? IsOneEdit(asked, read, first) : IsOneEdit(asked, whole, joined))
                    edited ??= new PhraseMatch(1, read[last].End, 1);
            }
        }

        return edited ?? new PhraseMatch(null, 0, DistanceWithin(whole, string.Concat(read.Select(word => word.Text))));
    }

    // One letter of one long word; never a digit, which would make "Round 2" of "Round 1".
    private static bool IsOneEdit(IReadOnlyList<FoldedWord> asked, IReadOnlyList<FoldedWord> read, int first)
    {
        var edits = 0;
        for (var place = 0; place < asked.Count; place++)
        {
            var (word, other) = (asked[place].Text, read[first + place].Text);
            if (word == other)
                continue;
            if (word.Length < MinEditedWord || Digits(word) != Digits(other))
                return false;
            edits += Folding.Distance(word, other);
            if (edits > 1)
                return false;
        }

        return true;
    }

    // The same where spaces were lost or added, which hides in which word it is.
    private static bool IsOneEdit(IReadOnlyList<FoldedWord> asked, string whole, string joined) =>
        asked.All(word => word.Text.Length >= MinEditedWord) && Math.Abs(whole.Length - joined.Length) <= 1
        && Digits(whole) == Digits(joined) && Folding.Distance(whole, joined) == 1;

    private static string Digits(string word) => string.Concat(word.Where(char.IsAsciiDigit));

    // The fewest edits that make the word out of any part of the other one.
    private static int DistanceWithin(string word, string other)
    {
        var row = new int[other.Length + 1];
        for (var letter = 1; letter <= word.Length; letter++)
        {
            var (diagonal, left) = (row[0], letter);
            row[0] = letter;
            for (var column = 1; column <= other.Length; column++)
            {
                var cost = word[letter - 1] == other[column - 1] ? 0 : 1;
                left = Math.Min(Math.Min(left, row[column]) + 1, diagonal + cost);
                (diagonal, row[column]) = (row[column], left);
            }
        }

        return row.Min();
    }
}
