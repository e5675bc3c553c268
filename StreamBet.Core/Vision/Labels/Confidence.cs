namespace StreamBet.Core.Vision.Labels;

/// <summary>Confidence of sightings, 0-100.</summary>
internal static class Confidence
{
    /// <summary>The cap for findings that must not decide a market: a verdict needs more than 80.</summary>
    public const double Undecided = 79.9;

    /// <summary>Limits a confidence to under 80.</summary>
    public static double Cap(double confidence) => Math.Min(confidence, Undecided);

    /// <summary>Rounds to one decimal, so that the deciding value is the displayed one.</summary>
    public static double Shown(double confidence) => Math.Round(confidence, 1, MidpointRounding.AwayFromZero);
}
