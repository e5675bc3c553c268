namespace StreamBet.Web.Shared;

/// <summary>Rounds figures for API and pages.</summary>
internal static class Figures
{
    /// <summary>A confidence to two decimals, rounded down, so that nothing shows as more than it was: 80.004 is over
    /// 80 but shows as 80.00.</summary>
    public static double Percent(double confidence) => Math.Floor((confidence * 100) + 1e-6) / 100;

    /// <summary>Seconds to the millisecond.</summary>
    public static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    /// <summary>A ratio to four decimals, which is finer than a pixel of any frame.</summary>
    public static double Ratio(double ratio) => Math.Round(ratio, 4);
}
