using System.Text.RegularExpressions;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Rule.Texts;

/// <summary>Finds the moments at which a number on the screen does what a criterion asks. A number counts when both readers
/// agree on it in two successive samples. Pure.</summary>
internal static partial class NumberSightings
{
    // Samples are half a second apart, and a service's may be a little further.
    private static readonly TimeSpan MaxStep = TimeSpan.FromSeconds(1);

    // Readers lose the space between a word and its number.
    [GeneratedRegex(@"(?<=\p{L})(?=[0-9])")]
    private static partial Regex BeforeNumber { get; }

    /// <summary>A sample's number.</summary>
    /// <param name="Sighting">The line that has it.</param>
    /// <param name="Value">What both readers read; null if they differ, or read none or several.</param>
    /// <param name="Possible">What any reader reads.</param>
    private sealed record Sample(Sighting Sighting, double? Value, IReadOnlyList<double> Possible)
    {
        public double Doubt => Sighting.Doubt ?? Sighting.Confidence;
    }

    /// <summary>A line's number.</summary>
    /// <param name="Sighting">The line.</param>
    /// <param name="First">What the first reader reads; null for none.</param>
    /// <param name="Second">What the second one does.</param>
    private sealed record LineNumber(Sighting Sighting, double? First, double? Second);

    /// <summary>Finds them.</summary>
    /// <param name="phrase">The words right before the number; null if the lines are those of a region.</param>
    /// <param name="test">What the number must do.</param>
    /// <param name="samples">The lines of each sample, in time order.</param>
    public static TextSightings Of(string? phrase, NumberTest test, IEnumerable<IGrouping<TimeSpan, ReadLine>> samples)
    {
        var read = samples.Select(lines => Read(phrase, test, lines)).OfType<Sample>().ToList();
        var sightings = test.Change == NumberChange.Rises ? Rises(test, read) : Meets(test, read);
        return new TextSightings(
            sightings, [.. read.Select((sample, place) => new NumberSample(sample.Sighting.At, IsRead(read, place)))]);
    }

    /// <summary>The number that a line shows, after its words if it has some; without whatever else the line says, which may be
    /// nobody's business. Null if it shows none.</summary>
    public static string? Shown(TextQuery query, DetectedText line) =>
        line.Sightings is [var any, ..] && Read(query.Phrase, query.Number!, new ReadLine(line.Text, line.SecondText, any)) is { } read
        && (read.First ?? read.Second) is { } value
            ? $"{query.Phrase} {(query.Number! with { Value = value }).Shown}".Trim()
            : null;

    // One reader is enough beside a sample where both read that number.
    private static bool IsRead(List<Sample> samples, int place) => samples[place].Value is not null
        || new[] { place - 1, place + 1 }.Any(other => other >= 0 && other < samples.Count && samples[other].Value is { } value
            && samples[place].Possible.Contains(value) && AreSuccessive(samples[place], samples[other]));

    private static Sample? Read(string? phrase, NumberTest test, IEnumerable<ReadLine> lines)
    {
        var numbers = lines.Select(line => Read(phrase, test, line)).OfType<LineNumber>().ToList();
        if (numbers.Count == 0)
            return null;

        // Two places with different numbers can't both be the one that is meant.
        var agreed = numbers.Where(line => line.First is not null && line.First == line.Second).ToList();
        var isOne = agreed.Select(line => line.First).Distinct().Count() == 1;
        var shown = isOne
            ? agreed[0].Sighting
            : numbers.Select(line => line.Sighting).OrderByDescending(sighting => sighting.Doubt ?? sighting.Confidence).First();
        return new Sample(
            shown, isOne ? agreed[0].First : null, [.. numbers.SelectMany(line => new[] { line.First, line.Second }).OfType<double>()]);
    }

    // Null if neither reader reads the words before a number. If one does, the number alone is asked of the other, which may have
    // misread a letter of the words.
    private static LineNumber? Read(string? phrase, NumberTest test, ReadLine line)
    {
        var (first, second) = (Find(phrase, line.Text), Find(phrase, line.SecondText));
        return first.IsShown || second.IsShown
            ? new LineNumber(
                line.Sighting,
                Of(first.IsShown ? first.Number : Only(line.Text), test),
                Of(second.IsShown ? second.Number : Only(line.SecondText), test))
            : null;
    }

    private static (bool IsShown, NumberText.Reading? Number) Find(string? phrase, string? line)
    {
        if (line is null)
            return (false, null);
        if (phrase is null)
            return (true, Only(line));
        var spaced = BeforeNumber.Replace(line, " ");
        var match = PhraseMatch.Of(phrase, spaced);
        return match.Edits is null ? (false, null) : (true, NumberText.Read(AfterSeparators(spaced[match.End..])));
    }

    // Between a word and its number stand a space or a colon, a cross, or what a reader makes of the ground. What may be a lost
    // digit, a minus or the bar of a fraction is none of these, so that no number begins there.
    private static string AfterSeparators(string text)
    {
        var start = 0;
        while (start < text.Length && (text[start] is 'x' or 'X' || !(char.IsLetterOrDigit(text[start]) || NumberText.MayBelong(text[start]))))
            start++;
        return text[start..];
    }

    // The only number of a line; a sign before it makes it another one, and what is no number as a whole has none in it.
    private static NumberText.Reading? Only(string? line)
    {
        if (line is null)
            return null;
        line = BeforeNumber.Replace(line, " ");
        NumberText.Reading? found = null;
        for (var place = 0; place < line.Length; place++)
        {
            if (!char.IsAsciiDigit(line[place]) && NumberText.Read(line[place..]) is null)
                continue;
            if (place > 0 && char.IsLetter(line[place - 1]))
                continue;
            if (found is not null || NumberText.Read(line[place..]) is not { } read || (place > 0 && NumberText.MayBelong(line[place - 1])))
                return null;
            found = read;
            place = line.Length - read.Rest.Length - 1;
        }

        return found;
    }

    // A time is no plain number, and the other way about.
    private static double? Of(NumberText.Reading? number, NumberTest test) => number?.IsTime == test.IsTime ? number.Value : null;

    private static List<Sighting> Meets(NumberTest test, List<Sample> samples)
    {
        var sightings = new List<Sighting>();
        for (var place = 0; place < samples.Count; place++)
        {
            var sample = samples[place];
            var neighbours = new[] { place - 1, place + 1 }
                .Where(other => other >= 0 && other < samples.Count && Meet(samples[other]) && AreSuccessive(sample, samples[other]))
                .Select(other => samples[other].Sighting.Confidence).ToList();
            var confidence = !Meet(sample) ? 0
                : neighbours.Count > 0 ? Math.Min(sample.Sighting.Confidence, neighbours.Max())
                : Math.Min(sample.Sighting.Confidence, TextSightings.UncheckedCeiling);
            if (confidence > 0 || sample.Possible.Any(test.IsMetBy))
                sightings.Add(sample.Sighting with { Confidence = confidence, Doubt = Math.Max(confidence, sample.Doubt) });
        }

        return sightings;

        bool Meet(Sample sample) => sample.Value is { } value && test.IsMetBy(value);
    }

    private static List<Sighting> Rises(NumberTest test, List<Sample> samples)
    {
        var sightings = new List<Sighting>();
        double? last = null;
        for (var place = 0; place < samples.Count; place++)
        {
            var (sample, next) = (samples[place], place + 1 < samples.Count ? samples[place + 1] : null);
            var isHeld = sample.Value is not null && next?.Value == sample.Value && AreSuccessive(sample, next);
            var isKnown = isHeld || (sample.Value is not null && sample.Value == last);
            if (last is { } before)
            {
                var confidence = Math.Min(sample.Sighting.Confidence, next?.Sighting.Confidence ?? 0);
                if (isHeld && sample.Value - before >= test.Value)
                    sightings.Add(sample.Sighting with { Confidence = confidence, Doubt = Math.Max(confidence, sample.Doubt) });
                else if (!isKnown && sample.Possible.Any(value => value - before >= test.Value))
                    sightings.Add(sample.Sighting with { Confidence = 0, Doubt = sample.Doubt });
            }

            if (isHeld)
                last = sample.Value;
        }

        return sightings;
    }

    private static bool AreSuccessive(Sample one, Sample other) => (one.Sighting.At - other.Sighting.At).Duration() <= MaxStep;
}
