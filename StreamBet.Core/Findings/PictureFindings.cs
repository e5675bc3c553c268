namespace StreamBet.Core.Findings;

/// <summary>Where the reference pictures that a clip was searched for were found in it.</summary>
/// <param name="Pictures">Each picture once, found or not.</param>
/// <param name="Coverage">How much of the clip was searched.</param>
public sealed record PictureFindings(IReadOnlyList<DetectedPicture> Pictures, Coverage Coverage);

/// <summary>A reference picture with all the times at which it was found.</summary>
/// <param name="Sha256">SHA-256 of the picture, 64 lower-case hex digits.</param>
/// <param name="Sightings">In time order, at most one per time, each with one instance: its box, with its likeness in percent in
/// place of a confidence.</param>
public sealed record DetectedPicture(string Sha256, IReadOnlyList<Sighting> Sightings)
{
    /// <summary>The chance in percent, 0-100, that the picture was plainly there, for 2 s or more, though no sighting has a doubt of at
    /// least <see cref="Sighting.MinDoubt"/>; null if that was not measured for such a picture or such a clip.</summary>
    public double? Residue { get; init; }

    /// <summary>Why its absence can't be told, as a sentence; null if it can.</summary>
    public string? OutOfBounds { get; init; }
}
