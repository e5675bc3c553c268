using StreamBet.Core.Findings;

namespace StreamBet.Core.Rule;

/// <summary>A suggested question for the next clip, based on what this one showed.</summary>
/// <param name="Question">The question.</param>
/// <param name="Why">Why it is worth asking.</param>
/// <param name="Label">The label it asks about.</param>
/// <param name="Times">How many separate times the next clip must show it.</param>
public sealed record Suggestion(string Question, string Why, DetectedLabel Label, int Times)
{
    /// <summary>The question and the reason.</summary>
    public string Text => $"{Question} {Why}";

    /// <summary>Suggests a question about the next clip: on the most confident activity, or else the most confident
    /// label; null when nothing was found.</summary>
    /// <param name="analysis">The finished clip.</param>
    public static Suggestion? From(ClipAnalysis analysis)
    {
        var label = analysis.Seen.Where(found => found.IsActivity).MaxBy(found => found.Confidence)
            ?? analysis.Seen.MaxBy(found => found.Confidence);
        if (label is null)
            return null;

        // Ask for one more occurrence than there were; a label seen only once, perhaps all along, is asked for once.
        var seen = Math.Max(1, CriterionEvaluator.CountOccurrences(label.Sightings.Select(sighting => sighting.At)));
        var times = seen == 1 ? 1 : seen + 1;
        var question = times == 1
            ? $"Will \"{label.Name}\" be seen in the next clip?"
            : $"Will \"{label.Name}\" be seen at least {times} separate times in the next clip?";
        var why = FormattableString.Invariant(
            $"In this one it was seen {Count(seen, "separate time")} in {Count(label.Sightings.Count, "sample")}, first at ")
            + FormattableString.Invariant(
                $"{label.Sightings[0].At.TotalSeconds:0.#} s, with {label.Confidence:0.#} % at best.");
        return new Suggestion(question, why, label, times);
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
