using StreamBet.Core.Findings;

namespace StreamBet.Core.Rule;

/// <summary>A suggested question for the next clip, based on what this one showed.</summary>
/// <param name="Question">The question.</param>
/// <param name="Why">Why it is worth asking.</param>
/// <param name="Criterion">What the next clip must show.</param>
/// <param name="Name">What it asks about: a label, a text or a number.</param>
/// <param name="Confidence">The highest confidence of it in this clip, 0-100.</param>
/// <param name="At">When it was seen in this clip, ascending.</param>
public sealed record Suggestion(
    string Question, string Why, Criterion Criterion, string Name, double Confidence, IReadOnlyList<TimeSpan> At)
{
    /// <summary>Whether it asks about an activity.</summary>
    public bool IsActivity { get; init; }

    /// <summary>The question and the reason.</summary>
    public string Text => $"{Question} {Why}";

    /// <summary>Suggests a question about the next clip: on the most confident activity, or else on a text or a number that
    /// was read, or else on the most confident label; null when nothing was found.</summary>
    /// <param name="analysis">The finished clip.</param>
    public static Suggestion? From(ClipAnalysis analysis)
    {
        if (analysis.Seen.Where(found => found.IsActivity).MaxBy(found => found.Confidence) is { } activity)
            return From(activity);
        return (analysis.Text is { } text ? TextSuggestion.From(text) : null)
            ?? (analysis.Seen.MaxBy(found => found.Confidence) is { } label ? From(label) : null);
    }

    private static Suggestion From(DetectedLabel label)
    {
        // Ask for one more occurrence than there were; a label seen only once, perhaps all along, is asked for once.
        var seen = Math.Max(1, CriterionEvaluator.CountOccurrences(label.Sightings.Select(sighting => sighting.At)));
        var times = seen == 1 ? 1 : seen + 1;
        var question = times == 1
            ? $"Will {QuestionWords.Of(label.Name, label.IsActivity)} be seen in the next clip?"
            : $"Will {QuestionWords.Of(label.Name, label.IsActivity)} be seen at least {times} separate times in the next clip?";
        var why = FormattableString.Invariant(
            $"In this one it was seen {(seen == 1 ? "once" : $"{seen} separate times")}, in {Count(label.Sightings.Count, "sample")}, first at ")
            + FormattableString.Invariant(
                $"{label.Sightings[0].At.TotalSeconds:0.#} s, with {label.Confidence:0.#} % at best.");
        return new Suggestion(
            question, why, new Criterion { Labels = [label.Name], Times = times }, label.Name, label.Confidence,
            [.. label.Sightings.Select(sighting => sighting.At)])
        {
            IsActivity = label.IsActivity,
        };
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
