namespace StreamBet.Core.Receipts.Records;

/// <summary>What became of the verdicts of about the same confidence.</summary>
/// <param name="From">The lowest confidence in percent.</param>
/// <param name="To">The end of the band in percent: exclusive, but for 100.</param>
/// <param name="Verdicts">The verdicts, YES or NO.</param>
public sealed record ReliabilityBand(int From, int To, VerdictCounts Verdicts)
{
    internal const int First = 80, Last = 95, Width = 5;
}

/// <summary>What became of the verdicts on a label by one version of an analyzer.</summary>
/// <param name="Label">The label.</param>
/// <param name="Analyzer">The analyzer's name.</param>
/// <param name="Version">The version of its logic.</param>
/// <param name="Bands">By confidence: 80-85, 85-90, 90-95, 95-100.</param>
public sealed record LabelReliability(string Label, string Analyzer, string Version, IReadOnlyList<ReliabilityBand> Bands);

/// <summary>Counts verdicts by their confidence.</summary>
internal sealed class Reliability
{
    private readonly VerdictCounts[] _bands =
        [.. Enumerable.Repeat(VerdictCounts.None, ((ReliabilityBand.Last - ReliabilityBand.First) / ReliabilityBand.Width) + 1)];

    public void Add(int from, Ended ended)
    {
        ref var band = ref _bands[(from - ReliabilityBand.First) / ReliabilityBand.Width];
        band = band.With(ended);
    }

    public IReadOnlyList<ReliabilityBand> ToBands() => [.. _bands.Select((verdicts, index) =>
    {
        var from = ReliabilityBand.First + (index * ReliabilityBand.Width);
        return new ReliabilityBand(from, from + ReliabilityBand.Width, verdicts);
    })];
}
