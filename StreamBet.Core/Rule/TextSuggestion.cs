using System.Globalization;
using StreamBet.Core.Findings;
using StreamBet.Core.Rule.Texts;

namespace StreamBet.Core.Rule;

/// <summary>Finds what is worth asking of the text in the next clip: a number that went up, or a word that came and went.
/// Pure.</summary>
internal static class TextSuggestion
{
    // A number that two readers agree on in so many values is no misreading.
    private const int MinValues = 3;

    // A word that is always there says nothing.
    private const double MaxShare = 0.6;

    private const int MinLetters = 4;

    private const int MinSamples = 2;

    /// <summary>The suggestion; null if the clip's text gives none.</summary>
    public static Suggestion? From(TextFindings text)
    {
        var sure = text.Lines.Where(line => line.SecondText is not null
            && line.Sightings.Any(sighting => sighting.Confidence > Criterion.DefaultThreshold)).ToList();
        return Number(sure) ?? Word(sure, text.Coverage);
    }

    private static Suggestion? Number(IEnumerable<DetectedText> lines)
    {
        var counter = lines.Select(line => (Line: line, Read: Split(line.Text)))
            .Where(item => item.Read is not null && Split(item.Line.SecondText!) == item.Read)
            .GroupBy(item => item.Read!.Value.Word)
            .Select(word => (word.Key, Readings: word.OrderBy(item => item.Line.Sightings[0].At).ToList()))
            .Where(word => word.Readings.Select(item => item.Read!.Value.Value).Distinct().Count() >= MinValues
                && word.Readings[^1].Read!.Value.Value > word.Readings[0].Read!.Value.Value)
            .OrderByDescending(word => word.Readings.Count).FirstOrDefault();
        if (counter.Readings is not { } readings)
            return null;
        var most = readings.MaxBy(item => item.Read!.Value.Value);
        var query = new TextQuery { Phrase = counter.Key, Number = new NumberTest(NumberChange.AtLeast, most.Read!.Value.Value + 1) };
        return new Suggestion(
            $"Will {counter.Key} reach {query.Number.Shown} in the next clip?",
            string.Create(
                CultureInfo.InvariantCulture,
                $"In this one it went from {readings[0].Read!.Value.Value:0.##} to {most.Read!.Value.Value:0.##}."),
            new Criterion { Labels = [], Text = query }, query.Name, ConfidenceOf(most.Line), TimesOf(most.Line));
    }

    private static Suggestion? Word(IEnumerable<DetectedText> lines, Coverage coverage)
    {
        var word = lines
            .Where(line => line.Text.Length <= TextQuery.MaxPhrase && line.Text.Count(char.IsAsciiLetter) >= MinLetters
                && !line.Text.Any(char.IsDigit) && Folding.Joined(line.Text) == Folding.Joined(line.SecondText!)
                && line.Sightings.Count >= MinSamples && line.Sightings.Count <= coverage.Planned * MaxShare)
            .OrderByDescending(line => BoxOf(line)).ThenBy(line => line.Text, StringComparer.Ordinal)
            .FirstOrDefault(line => Folding.Joined(line.Text).All(letter => letter is >= 'A' and <= 'Z'));
        return word is null
            ? null
            : new Suggestion(
                $"Will \"{word.Text}\" be read in the next clip?",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"In this one it was on the screen in {word.Sightings.Count} samples, first at {word.Sightings[0].At.TotalSeconds:0.#} s."),
                new Criterion { Labels = [], Text = new TextQuery { Phrase = word.Text } }, word.Text, ConfidenceOf(word), TimesOf(word));
    }

    private static (string Word, double Value)? Split(string line)
    {
        var digit = line.IndexOfAny([.. "0123456789"]);
        if (digit < MinLetters || !line[..digit].Any(char.IsAsciiLetter))
            return null;
        var word = line[..digit].Trim(' ', ':', '=', '.');
        return word.All(letter => char.IsAsciiLetter(letter) || letter == ' ') && word.Length >= MinLetters - 1
            && NumberText.Read(line[digit..]) is { IsTime: false, Rest: "" } read
                ? (word.ToUpperInvariant(), read.Value)
                : null;
    }

    // The largest print is what a screen wants to say.
    private static double BoxOf(DetectedText line) => line.Sightings[0].Instances is [var seen, ..] ? seen.Box.Height : 0;

    private static double ConfidenceOf(DetectedText line) => line.Sightings.Max(sighting => sighting.Confidence);

    private static IReadOnlyList<TimeSpan> TimesOf(DetectedText line) => [.. line.Sightings.Select(sighting => sighting.At)];
}
