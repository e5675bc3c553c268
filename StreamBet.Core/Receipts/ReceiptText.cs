using System.Globalization;
using System.Text.Json;

namespace StreamBet.Core.Receipts;

/// <summary>Formats values for sentences about receipts.</summary>
internal static class ReceiptText
{
    /// <summary>Seconds, as in the receipt.</summary>
    public static string Of(TimeSpan time) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture) + " s";

    /// <summary>Why a text is invalid. Omits the JSON reader's own messages, which are meant for programmers.</summary>
    public static string Of(JsonException wrong) =>
        wrong.Path is not null || wrong.LineNumber is not null || wrong.Message.Contains("LineNumber", StringComparison.Ordinal)
            ? "It is not JSON of that form."
            : wrong.Message;

    /// <summary>Percent, as in the receipt.</summary>
    public static string Of(double percent) => percent.ToString(CultureInfo.InvariantCulture) + " %";
}
