using System.Globalization;
using StreamBet.Core.Kernel;
using StreamBet.Web.Shared;

namespace StreamBet.Web.Features.Markets;

/// <summary>Seconds of a clip and lengths of time as people type them.</summary>
internal static class TypedTime
{
    // The longest that is parsed; the core's own limits are far lower.
    private const double MaxSeconds = 1e6;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Reads a second of a clip; null if nothing was typed.</summary>
    /// <param name="typed">Seconds, or m:ss.</param>
    /// <param name="code">The code of the refusal.</param>
    /// <exception cref="RefusedException">It is neither a number of 0 or more nor a time as pages show it, such as 1:09 (422).</exception>
    public static TimeSpan? ReadSecond(string typed, string code = "second")
    {
        var text = typed.Trim();
        if (text.Length == 0)
            return null;
        var (minutes, rest, max) = text.Split(':') is [var whole, var after] ? (whole, after, 60) : ("0", text, MaxSeconds);
        return int.TryParse(minutes, NumberStyles.None, Culture, out var before)
            && Number(rest) is { } seconds && seconds < max && (60.0 * before) + seconds < MaxSeconds
            ? TimeSpan.FromSeconds((60.0 * before) + seconds)
            : throw Wrong(code, "A second of the clip is a number, such as 12 or 12.5, or a time, such as 1:09.");
    }

    /// <summary>Reads a length of time with its unit.</summary>
    /// <param name="typed">A number and a unit: 90 s, 5 min or 2 h.</param>
    /// <param name="code">The code of the refusal.</param>
    /// <param name="what">What it is the length of, at the start of a sentence.</param>
    /// <exception cref="RefusedException">It is no number of 0 or more with a unit (422).</exception>
    public static TimeSpan ReadLength(string typed, string code, string what)
    {
        var text = typed.Trim();
        var unit = text.TrimStart([.. "0123456789., "]).ToLowerInvariant();
        var seconds = unit.TrimEnd('s') switch
        {
            "" or "sec" or "second" when unit.Length > 0 => 1,
            "min" or "minute" => 60,
            "h" or "hour" => 3600,
            _ => 0,
        };
        return seconds > 0 && Number(text[..^unit.Length]) is { } count
            ? TimeSpan.FromSeconds(Math.Min(count * seconds, MaxSeconds))
            : throw Wrong(code, $"{what} needs a unit, such as 90 s, 45 min or 2 h.");
    }

    /// <summary>Reads a length of time with its unit, or 0 for none.</summary>
    /// <inheritdoc cref="ReadLength"/>
    public static TimeSpan ReadLengthOrNone(string typed, string code, string what) =>
        typed.Trim() == "0" ? TimeSpan.Zero : ReadLength(typed, code, what);

    /// <summary>A plain decimal number, 0 or more, with a point or a comma; null for any other notation that .NET knows.</summary>
    public static double? Number(string typed) =>
        double.TryParse(typed.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, Culture, out var number)
        && double.IsFinite(number) && number >= 0
            ? number
            : null;

    /// <summary>A second of a clip as a number, to the millisecond.</summary>
    public static string OfSecond(TimeSpan time) => time.TotalSeconds.ToString("0.###", Culture);

    /// <summary>A second of a clip as m:ss where that is exact, else as a number that is.</summary>
    public static string OfMoment(TimeSpan time) => ReadSecond(Format.Clock(time)) == time
        ? Format.Clock(time)
        : time.TotalSeconds.ToString("0.#######", Culture);

    /// <summary>A length of time with its unit.</summary>
    public static string OfLength(TimeSpan time) => time.Ticks % TimeSpan.TicksPerHour == 0
        ? string.Create(Culture, $"{time.TotalHours} h")
        : string.Create(Culture, $"{time.TotalMinutes} min");

    private static RefusedException Wrong(string code, string sentence) =>
        new(RefusalKind.Unprocessable, code, sentence);
}
