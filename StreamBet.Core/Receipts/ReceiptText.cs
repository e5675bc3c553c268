using System.Globalization;
using System.Text.Json;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Receipts;

/// <summary>How the sentences about receipts write values.</summary>
internal static class ReceiptText
{
    /// <summary>YES or NO.</summary>
    public static string Of(Outcome outcome) => outcome == Outcome.Yes ? "YES" : "NO";

    /// <summary>Seconds, as the receipt has them.</summary>
    public static string Of(TimeSpan time) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture) + " s";

    /// <summary>Why a text is not what it should be. The reader's own words are about programs and are left out.</summary>
    public static string Of(JsonException wrong) =>
        wrong.Path is not null || wrong.LineNumber is not null || wrong.Message.Contains("LineNumber", StringComparison.Ordinal)
            ? "It is not JSON of that form."
            : wrong.Message;

    /// <summary>Percent, as the receipt has it.</summary>
    public static string Of(double percent) => percent.ToString(CultureInfo.InvariantCulture) + " %";
}
