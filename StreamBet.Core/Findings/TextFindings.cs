namespace StreamBet.Core.Findings;

/// <summary>The text that was read in a clip.</summary>
/// <param name="Lines">Each reading of a line once, by its first time.</param>
/// <param name="Coverage">How much of the clip was read.</param>
/// <param name="Readers">The readers by name, the first one first.</param>
public sealed record TextFindings(
    IReadOnlyList<DetectedText> Lines, Coverage Coverage, IReadOnlyList<string> Readers)
{
    /// <summary>The chance in percent, 0-100, that a text of a measured size was plainly there, for 2 s or more, though no
    /// line resembles it; null if this was neither measured nor assumed, or the clip is outside the measured bounds.</summary>
    public double? Residue { get; init; }

    /// <summary>What people and programs are shown: the lines and sightings with a confidence of at least
    /// <see cref="DetectedLabel.MinConfidence"/>, the most confident first.</summary>
    public IReadOnlyList<DetectedText> Seen =>
    [
        .. Lines.Select(line => line with
        {
            Sightings = [.. line.Sightings.Where(sighting => sighting.Confidence >= DetectedLabel.MinConfidence)],
        }).Where(line => line.Sightings.Count > 0).OrderByDescending(line => line.Sightings.Max(sighting => sighting.Confidence)),
    ];

    /// <summary>Why the residue does not apply to this clip, as a sentence; null if it does.</summary>
    public string? OutOfBounds { get; init; }
}

/// <summary>A line of text with all the times at which it was read like this.</summary>
/// <param name="Text">The line as the first reader reads it, with its case and spaces; never empty.</param>
/// <param name="SecondText">The line as the second reader reads it, empty if it reads nothing; null if there is no second
/// reader. The same as <paramref name="Text"/> if one service vouches for both.</param>
/// <param name="Sightings">In time order, at most one per time, each with one instance: the line's box. A sighting's
/// confidence is the chance that the part on which both readers agree is right, its doubt the chance that what only one of
/// them reads is right.</param>
public sealed record DetectedText(string Text, string? SecondText, IReadOnlyList<Sighting> Sightings);
