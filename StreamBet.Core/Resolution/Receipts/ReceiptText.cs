using System.Globalization;

namespace StreamBet.Core.Resolution.Receipts;

/// <summary>How the sentences about receipts write values.</summary>
internal static class ReceiptText
{
    /// <summary>YES or NO.</summary>
    public static string Of(Outcome outcome) => outcome == Outcome.Yes ? "YES" : "NO";

    /// <summary>Seconds, as the receipt has them.</summary>
    public static string Of(TimeSpan time) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture) + " s";

    /// <summary>Percent, as the receipt has it.</summary>
    public static string Of(double percent) => percent.ToString(CultureInfo.InvariantCulture) + " %";
}
