using System.Text.RegularExpressions;
using StreamBet.Core.Findings;

namespace StreamBet.Core.Rule.Texts;

/// <summary>Finds the moments at which a number on the screen does what a criterion asks. A number counts when both readers
/// agree on it in two successive samples. Pure.</summary>
internal static partial class NumberSightings
{
    // Samples are half a second apart, and a service's may be a little further.
    private static readonly TimeSpan MaxStep = TimeSpan.FromSeconds(1);

    // What stands between a word and its number.
    private static readonly char[] Separators = [' ', ':', '=', '.', '#', 'x', 'X', '\u00d7', '\t'];

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

    /// <summary>Finds them.</summary>
    /// <param name="phrase">The words right before the number; null if the lines are those of a region.</param>
    /// <param name="test">What the number must do.</param>
    /// <param name="samples">The lines of each sample, in time order.</param>
    /// <param name="examined">The number of samples, all of which show the region; null to count those that show the
    /// phrase.</param>
    public static TextSightings Of(
        string? phrase, NumberTest test, IEnumerable<IGrouping<TimeSpan, ReadLine>> samples, int? examined)
    {
        var read = samples.Select(lines => Read(phrase, test, lines)).OfType<Sample>().ToList();
        var sightings = test.Change == NumberChange.Rises ? Rises(test, read) : Meets(test, read);
        return new TextSightings(sightings, Math.Max(examined ?? 0, read.Count), read.Count(sample => sample.Value is not null));
    }

    private static Sample? Read(string? phrase, NumberTest test, IEnumerable<ReadLine> lines)
    {
        var numbers = lines.Select(line => (line.Sighting, First: Find(phrase, line.Text), Second: Find(phrase, line.SecondText)))
            .Where(line => line.First.IsShown || line.Second.IsShown)
            .Select(line => (line.Sighting, First: Of(line.First.Number, test), Second: Of(line.Second.Number, test))).ToList();
        if (numbers.Count == 0)
            return null;

        // Two places with different numbers can't both be the one that is meant.
        var agreed = numbers.Where(line => line.First is not null && line.First == line.Second).ToList();
        var isOne = agreed.Select(line => line.First).Distinct().Count() == 1;
        var shown = isOne ? agreed[0].Sighting : numbers.MaxBy(line => line.Sighting.Doubt ?? line.Sighting.Confidence).Sighting;
        return new Sample(
            shown, isOne ? agreed[0].First : null, [.. numbers.SelectMany(line => new[] { line.First, line.Second }).OfType<double>()]);
    }

    private static (bool IsShown, NumberText.Reading? Number) Find(string? phrase, string? line)
    {
        if (line is null)
            return (false, null);
        if (phrase is null)
            return (true, First(line));
        var spaced = BeforeNumber.Replace(line, " ");
        var match = PhraseMatch.Of(phrase, spaced);
        return match.Edits is null ? (false, null) : (true, NumberText.Read(spaced[match.End..].TrimStart(Separators)));
    }

    // The only number of a line; a sign before it makes it another one.
    private static NumberText.Reading? First(string line)
    {
        NumberText.Reading? found = null;
        for (var place = 0; place < line.Length; place++)
        {
            if ((place > 0 && char.IsLetterOrDigit(line[place - 1])) || NumberText.Read(line[place..]) is not { } read)
                continue;
            if (found is not null || (place > 0 && line[place - 1] is '-' or '\u2212'))
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
