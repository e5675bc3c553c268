using System.Globalization;
using System.Text;

namespace StreamBet.Tests.Benchmarks.Recognition;

/// <summary>Verdicts of one side within a range of confidence.</summary>
/// <param name="IsYes">The side.</param>
/// <param name="From">The range's lower end, 0-100, left out.</param>
/// <param name="To">Its upper end.</param>
/// <param name="Right">How many were right.</param>
/// <param name="All">How many there were.</param>
/// <param name="Mean">The mean of their confidences, 0-100.</param>
internal sealed record ReliabilityBin(bool IsYes, double From, double To, int Right, int All, double Mean)
{
    private const double Normal95 = 1.96;

    /// <summary>The interval, 0-100, in which the share of right ones lies with 95 %, by Wilson's formula.</summary>
    public (double Low, double High) Interval
    {
        get
        {
            var (share, count) = (Right / (double)All, (double)All);
            var square = Normal95 * Normal95;
            var middle = (share + (square / (2 * count))) / (1 + (square / count));
            var reach = Normal95 / (1 + (square / count))
                * Math.Sqrt((share * (1 - share) / count) + (square / (4 * count * count)));
            return (100 * (middle - reach), 100 * (middle + reach));
        }
    }

    /// <summary>The share of right ones, 0-100.</summary>
    public double Share => 100.0 * Right / All;
}

/// <summary>Holds the confidence of verdicts against how often they were right.</summary>
internal static class Reliability
{
    private const int Edge = 320;
    private const int Margin = 48;
    private const int Whole = Edge + (2 * Margin);

    private static readonly double[] Ends = [80, 90, 95, 100];
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>The ranges in which there are verdicts.</summary>
    public static IReadOnlyList<ReliabilityBin> Of(IEnumerable<JudgedLabel> markets) =>
    [
        .. from side in markets.Where(market => market.IsRight is not null).GroupBy(market => market.Verdict.IsYes!.Value)
           orderby side.Key descending
           from end in Enumerable.Range(0, Ends.Length - 1)
           let bin = side.Where(market => IsBetween(market.Verdict.Confidence, Ends[end], Ends[end + 1])).ToList()
           where bin.Count > 0
           select new ReliabilityBin(
               side.Key, Ends[end], Ends[end + 1], bin.Count(market => market.IsRight == true), bin.Count,
               bin.Average(market => market.Verdict.Confidence)),
    ];

    /// <summary>The ranges as a table in Markdown.</summary>
    public static string ToTable(IReadOnlyList<ReliabilityBin> bins)
    {
        var text = new StringBuilder("| side | confidence | verdicts | right | share | 95 % interval |\n")
            .Append("| --- | --- | --- | --- | --- | --- |\n");
        foreach (var bin in bins)
        {
            var (low, high) = bin.Interval;
            text.Append(CultureInfo.InvariantCulture, $"| {Side(bin)} | {bin.From:0}-{bin.To:0} | {bin.All} | {bin.Right} ");
            text.Append(CultureInfo.InvariantCulture, $"| {bin.Share:0.0} % | {low:0.0}-{high:0.0} % |\n");
        }

        return text.ToString();
    }

    /// <summary>The ranges as a picture: confidence to the right, the share of right ones upwards, intervals as
    /// lines.</summary>
    public static string ToSvg(IReadOnlyList<ReliabilityBin> bins)
    {
        var text = new StringBuilder();
        text.Append(Invariant, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Whole} {Whole}\" ");
        text.Append(Invariant, $"font-family=\"sans-serif\" font-size=\"12\">\n<g transform=\"translate({Margin},{Margin})\">\n");
        text.Append(Invariant, $"<rect width=\"{Edge}\" height=\"{Edge}\" fill=\"white\" stroke=\"gray\"/>\n");
        text.Append(Invariant, $"<line x1=\"0\" y1=\"{Edge}\" x2=\"{Edge}\" y2=\"0\" stroke=\"gray\" stroke-dasharray=\"4\"/>\n");
        foreach (var bin in bins)
            Draw(text, bin);
        foreach (var tick in new[] { 50, 80, 90, 100 })
        {
            text.Append(Invariant, $"<text x=\"{At(tick):0}\" y=\"{Edge + 16}\" text-anchor=\"middle\">{tick}</text>");
            text.Append(Invariant, $"<text x=\"-8\" y=\"{Edge - At(tick) + 4:0}\" text-anchor=\"end\">{tick}</text>\n");
        }

        text.Append(Invariant, $"<text x=\"{Edge / 2}\" y=\"{Edge + 36}\" text-anchor=\"middle\">stated confidence, %</text>\n");
        text.Append(Invariant, $"<text x=\"{Edge / 2}\" y=\"-12\" text-anchor=\"middle\">");
        return text.Append("share that was right, % (green YES, red NO)</text>\n</g></svg>\n").ToString();
    }

    private static void Draw(StringBuilder text, ReliabilityBin bin)
    {
        var (low, high) = bin.Interval;
        var (x, colour) = (At(bin.Mean), bin.IsYes ? "green" : "firebrick");
        text.Append(Invariant, $"<line x1=\"{x:0.#}\" y1=\"{Edge - At(low):0.#}\" x2=\"{x:0.#}\" ");
        text.Append(Invariant, $"y2=\"{Edge - At(high):0.#}\" stroke=\"{colour}\"/>");
        text.Append(Invariant, $"<circle cx=\"{x:0.#}\" cy=\"{Edge - At(bin.Share):0.#}\" r=\"4\" fill=\"{colour}\">");
        text.Append(Invariant, $"<title>{Side(bin)} {bin.From:0}-{bin.To:0}: {bin.Right} of {bin.All}</title></circle>\n");
    }

    /// <summary>Where a percentage is along an edge that goes from 50 to 100.</summary>
    private static double At(double percent) => (Math.Max(50, percent) - 50) / 50 * Edge;

    private static bool IsBetween(double confidence, double from, double to) => confidence > from && confidence <= to;

    private static string Side(ReliabilityBin bin) => bin.IsYes ? "YES" : "NO";
}
