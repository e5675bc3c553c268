using System.Globalization;
using System.Text;

namespace StreamBet.Tests.Benchmarks.Recognition;

/// <summary>A report in words.</summary>
internal static class ReportText
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>The figures of a report as a list in Markdown.</summary>
    public static string Summarize(RecognitionReport report)
    {
        var text = new StringBuilder();
        text.Append(Invariant, $"- Labels over 80: {report.SureLabels}, of them {report.WrongLabels.Count} wrong ");
        text.Append(Invariant, $"(precision {report.LabelPrecision:0.000}); ");
        text.Append(Invariant, $"recall {report.LabelRecall:0.00} of all things plainly there.\n");
        var (plain, absent) = (report.Plain, report.Absent);
        text.Append(Invariant, $"- Markets on deciding labels plainly there: {plain} ");
        text.Append(Invariant, $"({Percent(plain.Wrong, plain)} NO, {Percent(plain.Undecided, plain)} undecided).\n");
        text.Append(Invariant, $"- Markets on deciding labels not there: {absent} ");
        text.Append(Invariant, $"({Percent(absent.Wrong, absent)} YES, {Percent(absent.Undecided, absent)} undecided).\n");
        return text.ToString();
    }

    /// <summary>Misses, false verdicts and wrong labels, by name.</summary>
    public static string ListMistakes(RecognitionReport report)
    {
        var text = new StringBuilder();
        foreach (var market in report.Markets.Where(IsWorthShowing))
        {
            text.Append(Invariant, $"{Name(market)}: {market.Clip.Name}, {market.Name}, ");
            text.Append(Invariant, $"confidence {market.Verdict.Confidence:0.0}, doubt {market.Verdict.Doubt:0.0}");
            text.Append(market.At is { } at ? FormattableString.Invariant($", at {at:0.0} s\n") : "\n");
        }

        foreach (var (clip, label) in report.WrongLabels)
            text.Append(Invariant, $"wrong label: {clip.Name}, {label.Name} {label.Confidence:0.0}\n");
        return text.ToString();
    }

    /// <summary>Whether a verdict is a mistake or a thing overlooked.</summary>
    public static bool IsWorthShowing(JudgedLabel market) =>
        market.IsRight == false || (market.IsPlain && market.IsRight is null);

    /// <summary>What went wrong.</summary>
    public static string Name(JudgedLabel market) => market.Verdict.IsYes switch
    {
        true => market.IsRight == true ? "YES" : "false YES",
        false => "false NO",
        null => "undecided",
    };

    private static string Percent(int part, VerdictCounts counts) =>
        FormattableString.Invariant($"{100.0 * part / Math.Max(1, counts.All):0.0} %");
}
