using StreamBet.Core.Findings;

namespace StreamBet.Tests.Benchmarks.Recognition;

/// <summary>How the rule ends for "this label is seen" over a whole clip.</summary>
/// <param name="IsYes">True: YES; false: NO; null: undecided.</param>
/// <param name="Confidence">Of the outcome, 0-100; of the label where it is undecided.</param>
/// <param name="Doubt">The strongest doubt, the residue included.</param>
internal readonly record struct LabelVerdict(bool? IsYes, double Confidence, double Doubt)
{
    private const double Threshold = 80;

    /// <summary>Judges a label.</summary>
    public static LabelVerdict Of(string label, ClipAnalysis analysis)
    {
        var found = analysis.Labels.FirstOrDefault(found => found.Name == label);
        var confidence = found?.Confidence ?? 0;
        var residue = analysis.Residues.TryGetValue(label, out var measured) ? measured : 100;
        var doubt = Math.Max(residue, found?.Sightings.Max(sighting => sighting.Doubt ?? 100) ?? 0);
        if (confidence > Threshold)
            return new LabelVerdict(true, confidence, doubt);
        var isNo = analysis.Coverage.IsWhole && analysis.Calibration is { IsWithinBounds: true } && 100 - doubt > Threshold;
        return isNo ? new LabelVerdict(false, 100 - doubt, doubt) : new LabelVerdict(null, confidence, doubt);
    }
}
