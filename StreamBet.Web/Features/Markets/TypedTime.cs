using System.Globalization;
using StreamBet.Core.Kernel;

namespace StreamBet.Web.Features.Markets;

/// <summary>A second of a clip as people type it.</summary>
internal static class TypedSecond
{
    // The longest that is parsed; clips are far shorter.
    private const double Max = 1e6;

    /// <summary>Reads it; null if nothing was typed.</summary>
    /// <exception cref="RefusedException">It is neither a number of 0 or more nor a time as pages show it, such as 1:09 (422).</exception>
    public static TimeSpan? Read(string typed)
    {
        var text = typed.Trim();
        if (text.Length == 0)
            return null;
        var (minutes, rest, max) = text.Split(':') is [var whole, var after] ? (whole, after, 60) : ("0", text, Max);
        return int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var before)
            && double.TryParse(rest, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= 0 && seconds < max && (60.0 * before) + seconds < Max
            ? TimeSpan.FromSeconds((60.0 * before) + seconds)
            : throw new RefusedException(
                RefusalKind.Unprocessable, "second", "Give the second as a number, such as 12 or 12.5, or as a time, such as 1:09.");
    }

    /// <summary>As it is typed.</summary>
    public static string Text(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
