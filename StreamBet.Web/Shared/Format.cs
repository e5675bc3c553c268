using System.Globalization;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;

namespace StreamBet.Web.Shared;

/// <summary>Formats figures for the pages.</summary>
internal static class Format
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>A clip's file name, while it has one.</summary>
    public static string ClipName(AnalysisJob job) =>
        job.FileName.Length > 0 ? job.FileName : "a clip whose name was deleted";

    /// <summary>A confidence such as 97.1 %, rounded down.</summary>
    public static string Percent(double confidence) =>
        string.Create(Culture, $"{Math.Floor(Figures.Percent(confidence) * 10 + 1e-6) / 10:0.0} %");

    /// <summary>A time in a clip, such as 0:07.5.</summary>
    public static string Clock(TimeSpan time) => ClipTime.Of(time);

    /// <summary>A size, such as 62.4 MB; a megabyte is 1,048,576 bytes everywhere.</summary>
    public static string Size(double bytes) => bytes switch
    {
        < 1024 => string.Create(Culture, $"{bytes:0} bytes"),
        < 1024 * 1024 => string.Create(Culture, $"{bytes / 1024:0} kB"),
        _ => string.Create(Culture, $"{bytes / 1024 / 1024:0.0} MB"),
    };

    /// <summary>A limit, such as 100 MB.</summary>
    public static string Limit(long bytes) => string.Create(Culture, $"{bytes / 1024.0 / 1024:0.#} MB");

    /// <summary>Whole credits, such as 5,000.</summary>
    public static string Credits(long amount) => amount.ToString("N0", Culture);

    /// <summary>A gain, such as +333, or a loss, such as -50.</summary>
    public static string Change(long amount) => amount > 0 ? $"+{Credits(amount)}" : Credits(amount);

    /// <summary>A length of time, such as 90 seconds, 2 minutes or 24 hours.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerHour == 0 && ticks > 0 => Count((int)time.TotalHours, "hour"),
        { Ticks: var ticks } when ticks % TimeSpan.TicksPerMinute == 0 && ticks > 0 => Count((int)time.TotalMinutes, "minute"),
        _ => Count((int)Math.Ceiling(time.TotalSeconds), "second"),
    };

    /// <summary>When a market hides its odds and pool, and how it locks, to come after "odds and pool".</summary>
    public static string Closing(Market market) => market.HiddenFor == TimeSpan.Zero
        ? "shown until it locks"
        : string.Create(Culture, $"hidden for the last {market.HiddenFor.TotalSeconds:0.###} s")
            + (market.LocksAtRandom ? ", with the lock at a random moment of them" : "");

    /// <summary>Decimal odds in words, such as "2.50 times".</summary>
    public static string Times(decimal odds) => string.Create(Culture, $"{odds:0.00} times");

    /// <summary>A count with its noun, such as 1 sighting or 3 sightings.</summary>
    public static string Count(int count, string noun) => string.Create(Culture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}
