using System.Globalization;

namespace StreamBet.Core.Kernel;

/// <summary>Writes times in a clip for people.</summary>
public static class ClipTime
{
    /// <summary>As minutes and seconds, such as 0:12.5, to the millisecond.</summary>
    public static string Of(TimeSpan time) => time.Milliseconds == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00}")
        : string.Create(
            CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds + (time.Milliseconds / 1000.0):00.0##}");
}
