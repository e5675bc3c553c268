namespace StreamBet.Core.Vision.Labels;

/// <summary>Confidence, 0-100, as sightings carry it.</summary>
internal static class Confidence
{
    /// <summary>The most that something can have which was found and must not decide a market: a verdict asks for more
    /// than 80.</summary>
    public const double Undecided = 79.9;

    /// <summary>A confidence that must not pass 80.</summary>
    public static double Cap(double confidence) => Math.Min(confidence, Undecided);

    /// <summary>Rounded to the one decimal that is shown, so that what decides is what people read.</summary>
    public static double Shown(double confidence) => Math.Round(confidence, 1, MidpointRounding.AwayFromZero);
}
