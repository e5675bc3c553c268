using System.Text;

namespace StreamBet.Core.Vision.Text;

/// <summary>Compares texts as readers of moving pictures see them: without case, spaces and punctuation, and with the
/// letters that look alike as one.</summary>
internal static class TextFolding
{
    /// <summary>The text in capitals, with only its letters and digits; O is 0, and I and L are 1.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character) || character == '|')
                folded.Append(FoldLetter(char.ToUpperInvariant(character)));
        }

        return folded.ToString();
    }

    /// <summary>The number of characters to insert, delete or replace to turn one text into the other.</summary>
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

    /// <summary>How alike two folded texts are: 1 for equal ones, 0 for those with nothing in common.</summary>
    public static double Likeness(string first, string second)
    {
        var longer = Math.Max(first.Length, second.Length);
        return longer == 0 ? 1 : 1 - (Distance(first, second) / (double)longer);
    }

    private static char FoldLetter(char letter) => letter switch
    {
        'O' => '0',
        'I' or 'L' or '|' => '1',
        _ => letter,
    };
}
