using StreamBet.Core.Findings;

namespace StreamBet.Core.Rule.Texts;

/// <summary>Finds a criterion's text in what was read in a clip. Pure.</summary>
/// <param name="Sightings">In time order, at most one per time.</param>
/// <param name="Numbers">The samples that show the word before a number, or something in its region, in time order; none for a
/// phrase alone.</param>
internal sealed record TextSightings(IReadOnlyList<Sighting> Sightings, IReadOnlyList<NumberSample> Numbers)
{
    /// <summary>The confidence of a text that only one reader reads stays at or below this, in percent, whatever it thinks of
    /// itself.</summary>
    public const double UncheckedCeiling = 79.9;

    // A line that differs in more than two of five letters is another text.
    private const double MinLikeness = 0.6;

    // In a short word, other words contain it by chance.
    private const int MinContained = 5;

    /// <summary>Finds them.</summary>
    public static TextSightings Of(TextQuery query, TextFindings findings)
    {
        var samples = findings.Lines
            .SelectMany(line => line.Sightings, (line, sighting) => new ReadLine(line.Text, line.SecondText, sighting))
            .Where(line => IsInRegion(line, query.Region))
            .GroupBy(line => line.Sighting.At).OrderBy(sample => sample.Key).ToList();
        return query.Number is { } number
            ? NumberSightings.Of(query.Phrase, number, samples)
            : new TextSightings([.. samples.Select(sample => OfPhrase(query.Phrase!, sample)).OfType<Sighting>()], []);
    }

    // The best line of a sample.
    private static Sighting? OfPhrase(string phrase, IEnumerable<ReadLine> lines) => lines
        .Select(line => OfPhrase(phrase, line)).OfType<Sighting>()
        .OrderByDescending(sighting => sighting.Confidence).ThenByDescending(sighting => sighting.Doubt).FirstOrDefault();

    private static Sighting? OfPhrase(string phrase, ReadLine line)
    {
        var first = PhraseMatch.Of(phrase, line.Text);
        var second = line.SecondText is null ? null : PhraseMatch.Of(phrase, line.SecondText);
        var doubt = line.Sighting.Doubt ?? line.Sighting.Confidence;

        // Both contain it, one of them letter by letter: a text that both misread alike is another text.
        if (second is not null && first.Edits + second.Edits <= 1)
            return line.Sighting with { Doubt = doubt };
        if (first.IsExact || second?.IsExact == true)
            return line.Sighting with { Confidence = Math.Min(line.Sighting.Confidence, UncheckedCeiling), Doubt = doubt };

        var (length, edits) = (Folding.Joined(phrase).Length, Math.Min(first.Distance, second?.Distance ?? first.Distance));
        var likeness = 1 - ((double)edits / length);
        var chance = likeness * WhatIfOther(line, edits, length, doubt);
        return likeness >= MinLikeness && chance >= Sighting.MinDoubt
            ? line.Sighting with { Confidence = 0, Doubt = chance }
            : null;
    }

    // The chance that a line says the phrase, though it was read with so many other letters.
    private static double WhatIfOther(ReadLine line, int edits, int length, double doubt)
    {
        // All letters in a row, but within a longer word: a space may be lost, though short words are part of many others.
        if (edits == 0 && length >= MinContained)
            return doubt;

        // What both read alike is very probably that, and a single letter is easily misread by one.
        var isAgreed = line.SecondText is { } other && Folding.Joined(other) == Folding.Joined(line.Text);
        return isAgreed ? 100 - line.Sighting.Confidence : edits <= 1 ? doubt : 100 - doubt;
    }

    private static bool IsInRegion(ReadLine line, Box? region)
    {
        if (region is not { } place)
            return true;
        if (line.Sighting.Instances is not [var seen, ..])
            return false;
        var (across, down) = (seen.Box.Left + (seen.Box.Width / 2), seen.Box.Top + (seen.Box.Height / 2));
        return across >= place.Left && across <= place.Right && down >= place.Top && down <= place.Bottom;
    }
}

/// <summary>A moment at which a number is shown.</summary>
/// <param name="At">Time from the start of the clip.</param>
/// <param name="IsRead">Whether both readers read one number there, or one of them does what both read right beside it.</param>
internal readonly record struct NumberSample(TimeSpan At, bool IsRead);

/// <summary>A line at one moment.</summary>
/// <param name="Text">As the first reader reads it.</param>
/// <param name="SecondText">As the second one does; null if there is none.</param>
/// <param name="Sighting">When, where and how surely.</param>
internal sealed record ReadLine(string Text, string? SecondText, Sighting Sighting);
