using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Text;

namespace StreamBet.Tests.Benchmarks.Recognition.Texts;

/// <summary>A row that was read where a known text is, and whether it is right.</summary>
/// <param name="Text">The known text.</param>
/// <param name="Row">What was read.</param>
/// <param name="IsFirstRight">Whether the first reader reads the text, or whole words of it, and nothing else.</param>
/// <param name="IsAgreedRight">Whether that is true of the part on which both readers agree; false if there is none.</param>
internal sealed record JudgedRow(KnownText Text, JoinedLine Row, bool IsFirstRight, bool IsAgreedRight)
{
    /// <summary>From this likeness on, a line resembles a text: at most 40 % of it differ.</summary>
    public const double Resembles = 0.6;

    /// <summary>Judges a row.</summary>
    public static JudgedRow Of(KnownText text, JoinedLine row)
    {
        var right = Runs(text.Text);
        var first = Folding.Joined(row.First.Text);
        return new JudgedRow(
            text, row, right.Contains(first), Agreed(first, row.Second?.Text ?? "") is { Length: > 0 } agreed && right.Contains(agreed));
    }

    /// <summary>How much the row resembles the text, 0-1, as read by the reader that is closer to it.</summary>
    public static double LikenessOf(KnownText text, JoinedLine row)
    {
        var known = Folding.Joined(text.Text);
        return Math.Max(Likeness(row.First.Text), Likeness(row.Second?.Text ?? ""));

        double Likeness(string read)
        {
            var folded = Folding.Joined(read);
            return folded.Contains(known, StringComparison.Ordinal) ? 1 : Folding.Likeness(known, folded);
        }
    }

    // The longest run of the second reader's words that the first one reads too. The first one often omits spaces.
    private static string Agreed(string first, string second) =>
        Runs(second).Where(run => first.Contains(run, StringComparison.Ordinal)).MaxBy(run => run.Length) ?? "";

    // The text and all runs of its words, folded.
    private static HashSet<string> Runs(string text)
    {
        var words = text.Split(' ').Select(Folding.Joined).Where(word => word.Length > 0).ToList();
        return
        [
            .. from start in Enumerable.Range(0, words.Count)
               from count in Enumerable.Range(1, words.Count - start)
               select string.Concat(words.Skip(start).Take(count)),
        ];
    }
}
