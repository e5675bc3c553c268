namespace StreamBet.Core.Findings;

/// <summary>The times at which a clip is sampled: 0 and every further step before its end.</summary>
public static class SampleTimes
{
    // In steps. Containers round durations, so a sample this close to the end may be missing.
    private const double EndSlack = 0.2;

    /// <summary>The number of samples planned for a clip, at least 1.</summary>
    /// <param name="duration">The length of the clip.</param>
    /// <param name="samplesPerSecond">Samples per second of the clip, over 0.</param>
    public static int Count(TimeSpan duration, int samplesPerSecond) =>
        Math.Max(1, (int)Math.Ceiling((duration.TotalSeconds * samplesPerSecond) - EndSlack));
}
