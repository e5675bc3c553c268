namespace StreamBet.Core.Clips.Fingerprints;

/// <summary>A stretch that two clips share.</summary>
/// <param name="KnownStart">Where it starts in the known clip.</param>
/// <param name="NewStart">Where it starts in the new clip.</param>
/// <param name="Duration">Its length, in the known clip's time.</param>
/// <param name="Speed">The new clip's relative speed: 1.05 is 5 % faster.</param>
/// <param name="IsMirrored">Whether the new clip shows it mirrored.</param>
/// <param name="Likeness">How certain the match is; at least 1.7, and more for a short stretch.</param>
public sealed record FingerprintMatch(
    TimeSpan KnownStart, TimeSpan NewStart, TimeSpan Duration, double Speed, bool IsMirrored, double Likeness);
