using StreamBet.Core.Findings;
using StreamBet.Core.Rule;
using StreamBet.Core.Vision.Labels;

namespace StreamBet.Tests.Benchmarks.Recognition;

/// <summary>How the rule ends for "this label is seen" over a whole clip.</summary>
/// <param name="IsYes">True: YES; false: NO; null: undecided.</param>
/// <param name="Confidence">Of the outcome, 0-100; of the label where it is undecided.</param>
/// <param name="Doubt">The strongest doubt, the residue included.</param>
internal readonly record struct LabelVerdict(bool? IsYes, double Confidence, double Doubt)
{
    /// <summary>Judges a label.</summary>
    public static LabelVerdict Of(string label, ClipAnalysis analysis)
    {
        var verdict = CriterionEvaluator.Evaluate(new Criterion { Labels = [label] }, analysis, VisionVocabulary.All);
        var residue = analysis.Residues.TryGetValue(label, out var measured) ? measured : 100;
        var sightings = analysis.Labels.FirstOrDefault(found => found.Name == label)?.Sightings ?? [];
        return new LabelVerdict(
            verdict.Outcome is { } outcome ? outcome == Outcome.Yes : null, verdict.Confidence,
            sightings.Select(sighting => sighting.Doubt ?? 100).Append(residue).Max());
    }
}
