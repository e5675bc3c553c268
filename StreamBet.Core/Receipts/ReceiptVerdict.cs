using System.Text.Json.Serialization;
using StreamBet.Core.Findings;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts;

/// <summary>Who analysed the clip of a receipt, and the digest of what was found.</summary>
/// <param name="Analyzer">The analyzer's name.</param>
/// <param name="Version">The version of its reasoning.</param>
/// <param name="Models">The models it used.</param>
/// <param name="Sha256">SHA-256 of the analysis as JSON.</param>
/// <param name="Coverage">How much of the clip was examined.</param>
public sealed record ReceiptAnalysis(
    string Analyzer,
    string Version,
    IReadOnlyList<ReceiptModel> Models,
    [property: JsonConverter(typeof(Sha256Converter))] string Sha256,
    ReceiptCoverage Coverage)
{
    // Version 1 does not record who vouches for the coverage. Only this analyzer of that version relied on an outside service.
    private const string ServiceAnalyzerOfVersion1 = "aws";

    /// <summary>Whether an outside service vouches for the coverage, which then counts the times at which the service reported
    /// anything, not pictures.</summary>
    public bool HasServiceCoverage() => Analyzer == ServiceAnalyzerOfVersion1;

    internal static ReceiptAnalysis Of(ClipAnalysis analysis, string sha256) => new(
        analysis.Analyzer.Name,
        analysis.Analyzer.Version,
        [.. analysis.Analyzer.Models.Select(model => new ReceiptModel(model.Name, model.Digest))],
        sha256,
        new ReceiptCoverage(
            analysis.Coverage.Planned, analysis.Coverage.Examined, analysis.Coverage.LargestGap,
            analysis.Coverage.DamagedPictures, analysis.Coverage.IsWhole));
}

/// <summary>A model that was used.</summary>
/// <param name="Name">Its usual name.</param>
/// <param name="Digest">SHA-256 of its files, or the version its service reports.</param>
public sealed record ReceiptModel(string Name, string Digest);

/// <summary>How much of the clip was examined; see <see cref="Coverage"/>.</summary>
/// <param name="Planned">Samples that the clip's duration asks for.</param>
/// <param name="Examined">Samples that were examined.</param>
/// <param name="LargestGap">The longest stretch without one.</param>
/// <param name="DamagedPictures">Pictures that are damaged in the file.</param>
/// <param name="Whole">Whether a NO may stand on it.</param>
public sealed record ReceiptCoverage(
    int Planned, int Examined, TimeSpan LargestGap, int DamagedPictures, bool Whole);

/// <summary>What had to be seen; see <see cref="Criterion"/>.</summary>
/// <param name="Labels">The labels, any of which counts.</param>
/// <param name="Start">The first moment that counts.</param>
/// <param name="End">The first moment that counts no more; null is the end of the clip.</param>
/// <param name="Times">How many separate times.</param>
/// <param name="Threshold">Percent, over which the confidence must be.</param>
public sealed record ReceiptCriterion(
    IReadOnlyList<string> Labels, TimeSpan Start, TimeSpan? End, int Times, double Threshold)
{
    internal static ReceiptCriterion Of(Criterion criterion) => new(
        criterion.Labels, criterion.WindowStart, criterion.WindowEnd, criterion.Times, criterion.Threshold);

    /// <summary>The criterion; of a receipt that nobody has checked it may be none.</summary>
    public Criterion ToCriterion() => new()
    {
        Labels = Labels,
        WindowStart = Start,
        WindowEnd = End,
        Times = Times,
        Threshold = Threshold,
    };
}

/// <summary>What was decided and why; see <see cref="Verdict"/>.</summary>
/// <param name="Outcome">YES or NO.</param>
/// <param name="Confidence">0-100.</param>
/// <param name="DetectedAt">The times that count, ascending; empty unless YES.</param>
/// <param name="Trace">Every occurrence, in the order of time, counting or not.</param>
/// <param name="Evidence">The sightings that are shown for it.</param>
public sealed record ReceiptVerdict(
    Outcome Outcome,
    double Confidence,
    IReadOnlyList<TimeSpan> DetectedAt,
    IReadOnlyList<ReceiptOccurrence> Trace,
    IReadOnlyList<ReceiptEvidence> Evidence)
{
    internal static ReceiptVerdict Of(Verdict verdict, IReadOnlyList<Evidence> evidence) => new(
        verdict.Outcome ?? throw new ArgumentException("A verdict without an outcome has no receipt.", nameof(verdict)),
        verdict.Confidence,
        verdict.DetectedAt,
        [.. verdict.Occurrences.Select(ReceiptOccurrence.Of)],
        [.. evidence.Select(seen => new ReceiptEvidence(
            seen.At, seen.Label, seen.Confidence, seen.Counts, seen.FrameSha256))]);
}

/// <summary>One separate time that something was seen; see <see cref="Occurrence"/>.</summary>
/// <param name="Start">Its first sighting.</param>
/// <param name="End">Its last sighting.</param>
/// <param name="Label">The label of its best sighting.</param>
/// <param name="Confidence">That of its best sighting, 50-100.</param>
/// <param name="BestAt">When its best sighting was.</param>
/// <param name="CountedAt">Its first sighting over the threshold; null when it does not count.</param>
/// <param name="Boxes">Where its best sighting was.</param>
public sealed record ReceiptOccurrence(
    TimeSpan Start,
    TimeSpan End,
    string Label,
    double Confidence,
    TimeSpan BestAt,
    TimeSpan? CountedAt,
    IReadOnlyList<ReceiptBox> Boxes)
{
    internal static ReceiptOccurrence Of(Occurrence occurrence) => new(
        occurrence.Start, occurrence.End, occurrence.Label, occurrence.Confidence, occurrence.BestAt,
        occurrence.CountedAt, [.. occurrence.Instances.Select(ReceiptBox.Of)]);
}

/// <summary>A rectangle in which something was seen; see <see cref="Box"/>.</summary>
/// <param name="Left">From the left edge, 0-1.</param>
/// <param name="Top">From the top edge, 0-1.</param>
/// <param name="Width">0-1.</param>
/// <param name="Height">0-1.</param>
/// <param name="Confidence">0-100.</param>
public sealed record ReceiptBox(double Left, double Top, double Width, double Height, double Confidence)
{
    internal static ReceiptBox Of(Instance instance) => new(
        instance.Box.Left, instance.Box.Top, instance.Box.Width, instance.Box.Height, instance.Confidence);
}

/// <summary>A sighting that is shown for the verdict; see <see cref="Evidence"/>.</summary>
/// <param name="At">Time from the start of the clip.</param>
/// <param name="Label">What was seen.</param>
/// <param name="Confidence">50-100.</param>
/// <param name="Counts">Whether it is over the threshold.</param>
/// <param name="FrameSha256">SHA-256 of the picture kept of it; null when none was.</param>
public sealed record ReceiptEvidence(
    TimeSpan At,
    string Label,
    double Confidence,
    bool Counts,
    [property: JsonConverter(typeof(Sha256Converter))] string? FrameSha256);
