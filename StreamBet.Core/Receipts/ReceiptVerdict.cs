using System.Text.Json.Serialization;
using StreamBet.Core.Findings;
using StreamBet.Core.Rule;
using StreamBet.Core.Rule.Pictures;
using StreamBet.Core.Rule.Texts;

namespace StreamBet.Core.Receipts;

/// <summary>The analyzer of a receipt's clip, and the digest of its results.</summary>
/// <param name="Analyzer">The analyzer's name.</param>
/// <param name="Version">The version of its logic.</param>
/// <param name="Models">The models it used.</param>
/// <param name="Sha256">SHA-256 of the analysis JSON.</param>
/// <param name="Coverage">How much of the clip was examined.</param>
/// <param name="Calibration">How likely it is that something was missed; null in version 1, and if the analysis doesn't
/// say.</param>
public sealed record ReceiptAnalysis(
    string Analyzer,
    string Version,
    IReadOnlyList<ReceiptModel> Models,
    [property: JsonConverter(typeof(Sha256Converter))] string Sha256,
    ReceiptCoverage Coverage,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReceiptCalibration? Calibration = null)
{
    // Version 1 does not record who vouches for the coverage. In that version only this analyzer relied on an outside
    // service.
    private const string ServiceAnalyzerOfVersion1 = "aws";

    /// <summary>Whether an outside service vouches for the coverage; its numbers then count the times at which the
    /// service reported anything, not samples.</summary>
    public bool HasServiceCoverage() => Analyzer == ServiceAnalyzerOfVersion1;

    /// <param name="analysis">The analysis.</param>
    /// <param name="sha256">Its digest.</param>
    /// <param name="criterion">The criterion, whose residues are in the receipt; null in version 1.</param>
    internal static ReceiptAnalysis Of(ClipAnalysis analysis, string sha256, Criterion? criterion) => new(
        analysis.Analyzer.Name,
        analysis.Analyzer.Version,
        [.. analysis.Analyzer.Models.Select(model => new ReceiptModel(model.Name, model.Digest))],
        sha256,
        ReceiptCoverage.Of(CoverageOf(analysis, criterion)),
        CalibrationOf(analysis, criterion));

    private static ReceiptCalibration? CalibrationOf(ClipAnalysis analysis, Criterion? criterion)
    {
        if (criterion is null)
            return null;
        var calibration = criterion switch
        {
            { Text: { } asked } => analysis.Text is { } text ? ReceiptCalibration.Of(text, asked) : null,
            { Picture: { } query } => analysis.Pictures?.Pictures.FirstOrDefault(picture => picture.Sha256 == query.Sha256) is { } found
                ? ReceiptCalibration.Of(found, query)
                : null,
            _ => analysis.Calibration is { } measured
                ? ReceiptCalibration.Of(measured, analysis.Residues, criterion.Labels)
                : null,
        };
        return calibration is not null && UnclearWindow.WhyNotNo(criterion, analysis) is not null
            ? calibration with { WithinBounds = false }
            : calibration;
    }

    private static Coverage CoverageOf(ClipAnalysis analysis, Criterion? criterion) => criterion switch
    {
        { Text: not null } => analysis.Text?.Coverage,
        { Picture: not null } => analysis.Pictures?.Coverage,
        _ => analysis.Coverage,
    } ?? new Coverage(0, 0, analysis.Video.Duration);
}

/// <summary>How the doubts and residues of the analysis were found; see <see cref="Findings.Calibration"/>.</summary>
/// <param name="Id">The calibration.</param>
/// <param name="Prior">The assumed share of labels that are really there, 0-1.</param>
/// <param name="WithinBounds">Whether it holds for this clip and the criterion's window.</param>
/// <param name="Residues">The residues of the criterion's labels, in its order; those that were never measured are left
/// out.</param>
public sealed record ReceiptCalibration(
    string Id, double Prior, bool WithinBounds, IReadOnlyList<ReceiptResidue> Residues)
{
    internal static ReceiptCalibration Of(
        Calibration calibration, IReadOnlyDictionary<string, double> residues, IReadOnlyList<string> labels) => new(
            calibration.Id, calibration.Prior, calibration.IsWithinBounds,
            [.. labels.Where(residues.ContainsKey).Select(label => new ReceiptResidue(label, residues[label]))]);

    // The residue of a text assumes that it was there: the worst case.
    internal static ReceiptCalibration Of(TextFindings text, TextQuery query) => new(
        string.Join(" + ", text.Readers), 1, text.OutOfBounds is null,
        text.Residue is { } residue ? [new ReceiptResidue(query.Name, residue)] : []);

    // As for a text.
    internal static ReceiptCalibration Of(DetectedPicture found, PictureQuery query) => new(
        "correlation", 1, found.OutOfBounds is null,
        found.Residue is { } residue ? [new ReceiptResidue(query.Name, residue)] : []);
}

/// <summary>The chance that a label was plainly there though nothing of it was seen.</summary>
/// <param name="Label">The label.</param>
/// <param name="Percent">0-100.</param>
public sealed record ReceiptResidue(string Label, double Percent);

/// <summary>A model that the analyzer used.</summary>
/// <param name="Name">Its usual name.</param>
/// <param name="Digest">SHA-256 of its files, or the version its service reports.</param>
public sealed record ReceiptModel(string Name, string Digest);

/// <summary>How much of the clip was examined; see <see cref="Coverage"/>.</summary>
/// <param name="Planned">The number of samples planned for the clip's duration.</param>
/// <param name="Examined">The number of samples examined.</param>
/// <param name="LargestGap">The longest stretch without a sample.</param>
/// <param name="DamagedPictures">The number of damaged pictures in the file.</param>
/// <param name="Whole">Whether it is enough for a NO.</param>
public sealed record ReceiptCoverage(
    int Planned, int Examined, TimeSpan LargestGap, int DamagedPictures, bool Whole)
{
    internal static ReceiptCoverage Of(Coverage coverage) => new(
        coverage.Planned, coverage.Examined, coverage.LargestGap, coverage.DamagedPictures, coverage.IsWhole);
}

/// <summary>The market's criterion; see <see cref="Criterion"/>.</summary>
/// <param name="Labels">The labels; any of them counts.</param>
/// <param name="Start">The start of the window, inclusive.</param>
/// <param name="End">The end of the window, exclusive; null is the end of the clip.</param>
/// <param name="Times">How many separate times.</param>
/// <param name="Threshold">Percent; the confidence must be over it.</param>
/// <param name="Text">The text that must be read; null if something else must be seen.</param>
/// <param name="Picture">The reference picture that must be seen; null if something else must be.</param>
public sealed record ReceiptCriterion(
    IReadOnlyList<string> Labels,
    TimeSpan Start,
    TimeSpan? End,
    int Times,
    double Threshold,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReceiptTextQuery? Text = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReceiptPicture? Picture = null)
{
    /// <summary>What its sightings are called: its labels, the text, or the picture.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Names => Text is not null ? [Text.ToQuery().Name] : Picture is not null ? [Picture.Name] : Labels;

    internal static ReceiptCriterion Of(Criterion criterion) => new(
        criterion.Labels, criterion.WindowStart, criterion.WindowEnd, criterion.Times, criterion.Threshold,
        ReceiptTextQuery.Of(criterion.Text),
        criterion.Picture is { } picture ? new ReceiptPicture(picture.Sha256, picture.Name) : null);

    /// <summary>The criterion; may be invalid if the receipt has not been checked.</summary>
    public Criterion ToCriterion() => new()
    {
        Labels = Labels,
        Text = Text?.ToQuery(),
        Picture = Picture is null ? null : new PictureQuery(Picture.Sha256, Picture.Name),
        WindowStart = Start,
        WindowEnd = End,
        Times = Times,
        Threshold = Threshold,
    };
}

/// <summary>The reference picture of a criterion; see <see cref="PictureQuery"/>.</summary>
/// <param name="Sha256">SHA-256 of the picture.</param>
/// <param name="Name">What it shows, in its host's words.</param>
public sealed record ReceiptPicture([property: JsonConverter(typeof(Sha256Converter))] string Sha256, string Name);

/// <summary>What was decided and why; see <see cref="Verdict"/>.</summary>
/// <param name="Outcome">YES or NO; null if the clip decided nothing, which only version 3 knows.</param>
/// <param name="Confidence">0-100.</param>
/// <param name="DetectedAt">The times that count, ascending; empty unless YES.</param>
/// <param name="Trace">Every occurrence, in time order, counting or not.</param>
/// <param name="Evidence">The moments shown for it.</param>
/// <param name="Doubts">The sightings that a NO was weighed against, in time order; null in version 1.</param>
/// <param name="Undecided">Why the clip decided nothing, as a sentence; null if it decided.</param>
public sealed record ReceiptVerdict(
    Outcome? Outcome,
    double Confidence,
    IReadOnlyList<TimeSpan> DetectedAt,
    IReadOnlyList<ReceiptOccurrence> Trace,
    IReadOnlyList<ReceiptEvidence> Evidence,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ReceiptDoubt>? Doubts = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Undecided = null)
{
    internal static ReceiptVerdict Of(Verdict verdict, IReadOnlyList<Evidence> evidence, int version) => new(
        verdict.Outcome,
        verdict.Confidence,
        verdict.DetectedAt,
        [.. verdict.Occurrences.Select(ReceiptOccurrence.Of)],
        [.. evidence.Select(seen => new ReceiptEvidence(
            seen.At, seen.Label, seen.Confidence, seen.Counts, seen.FrameSha256))],
        version == 1
            ? null
            : [.. verdict.Doubts.Select(seen => new ReceiptDoubt(seen.At, seen.Label, seen.Confidence, seen.Percent))],
        verdict.Reason);
}

/// <summary>A sighting that a NO was weighed against; see <see cref="DoubtfulSighting"/>.</summary>
/// <param name="At">Its time.</param>
/// <param name="Label">Its label.</param>
/// <param name="Confidence">0-100.</param>
/// <param name="Doubt">0-100.</param>
public sealed record ReceiptDoubt(TimeSpan At, string Label, double Confidence, double Doubt);

/// <summary>One occurrence; see <see cref="Occurrence"/>.</summary>
/// <param name="Start">Time of its first sighting.</param>
/// <param name="End">Time of its last sighting.</param>
/// <param name="Label">The label of its best sighting.</param>
/// <param name="Confidence">Confidence of its best sighting, 50-100.</param>
/// <param name="BestAt">Time of its best sighting.</param>
/// <param name="CountedAt">Time of its first sighting over the threshold; null when it does not count.</param>
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

/// <summary>A moment shown for the verdict; see <see cref="Evidence"/>.</summary>
/// <param name="At">Time from the start of the clip.</param>
/// <param name="Label">What was seen.</param>
/// <param name="Confidence">50-100.</param>
/// <param name="Counts">Whether it is over the threshold.</param>
/// <param name="FrameSha256">SHA-256 of its frame; null if none was kept.</param>
public sealed record ReceiptEvidence(
    TimeSpan At,
    string Label,
    double Confidence,
    bool Counts,
    [property: JsonConverter(typeof(Sha256Converter))] string? FrameSha256);
