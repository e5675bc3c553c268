using System.Globalization;
using StreamBet.Core.Receipts.Records;

namespace StreamBet.Web.Features.Receipts;

/// <summary>A line of figures.</summary>
/// <param name="Name">What they are about.</param>
/// <param name="Detail">More about it, in small letters; empty for nothing.</param>
/// <param name="Cells">The figures, one for each column.</param>
public sealed record CountRow(string Name, string Detail, IReadOnlyList<string> Cells);

/// <summary>Writes the record's figures as lines of tables.</summary>
internal static class RecordRows
{
    private const int MaxNameLength = 60;

    /// <summary>The columns of <see cref="Of(DecisionCounts)"/>.</summary>
    public static readonly IReadOnlyList<string> DecisionColumns = ["YES", "NO", "Void", "All"];

    /// <summary>The columns of verdicts.</summary>
    public static readonly IReadOnlyList<string> VerdictColumns =
        ["Verdicts", "Stood", "95 % interval", "Unchallenged", "No ruling", "Not open"];

    /// <summary>The columns of hosts.</summary>
    public static readonly IReadOnlyList<string> HostColumns =
        ["Markets", "By clip", "Void", "Proposed", "Unopposed", "Objected", "Overruled"];

    /// <summary>A line for each of those who decided any.</summary>
    public static IReadOnlyList<CountRow> Of(DecisionCounts counts) =>
    [
        .. new[] { ("Their clip", counts.Clip), ("Their host", counts.Host), ("An operator", counts.Operator), ("Nobody", counts.Nobody) }
            .Where(line => line.Item2.Count > 0)
            .Select(line => new CountRow(
                line.Item1, "",
                [Number(line.Item2.Yes), Number(line.Item2.No), Number(line.Item2.Void), Number(line.Item2.Count)])),
    ];

    /// <summary>A line for each band.</summary>
    public static IReadOnlyList<CountRow> Of(IReadOnlyList<ReliabilityBand> bands) =>
        [.. bands.Select(band => new CountRow(Span(band), "", Cells(band.Verdicts)))];

    /// <summary>A line for each label, version and band that has verdicts.</summary>
    public static IReadOnlyList<CountRow> Of(IReadOnlyList<LabelReliability> labels) =>
    [
        .. labels.SelectMany(
            label => label.Bands.Where(band => band.Verdicts.Count > 0),
            (label, band) => new CountRow(
                label.Label, $"{Span(band)}, {label.Analyzer} {label.Version}", Cells(band.Verdicts))),
    ];

    /// <summary>A line for each host.</summary>
    public static IReadOnlyList<CountRow> Of(IReadOnlyList<HostRecord> hosts) =>
    [
        .. hosts.Select(host => new CountRow(
            PlainText.Of(host.Name, MaxNameLength), "",
            [
                Number(host.Markets), Number(host.ByClip), Number(host.Void), Number(host.Proposals.Made),
                Number(host.Proposals.Unopposed), Number(host.Proposals.Objected), Number(host.Proposals.Overruled),
            ])),
    ];

    /// <summary>How many stood of those ruled, such as 3 of 4; a dash if none was.</summary>
    public static string Stood(VerdictCounts verdicts) => verdicts.Ruled == 0
        ? "–"
        : $"{Number(verdicts.Stood)} of {Number(verdicts.Ruled)}";

    /// <summary>The interval, such as 30.1–95.4 %; a dash if there is none.</summary>
    public static string Range(Interval? interval) => interval is null
        ? "–"
        : string.Create(CultureInfo.InvariantCulture, $"{interval.Low:0.0}–{interval.High:0.0} %");

    /// <summary>A count, such as 5,000.</summary>
    public static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Span(ReliabilityBand band) => $"{band.From}–{band.To} %";

    private static IReadOnlyList<string> Cells(VerdictCounts verdicts) =>
    [
        Number(verdicts.Count), Stood(verdicts), Range(verdicts.Interval), Number(verdicts.Unchallenged),
        Number(verdicts.Unruled), Number(verdicts.NotOpen),
    ];
}
