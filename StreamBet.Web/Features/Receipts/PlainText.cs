namespace StreamBet.Web.Features.Receipts;

/// <summary>Text of strangers, as it may be shown.</summary>
internal static class PlainText
{
    /// <summary>The text without what a terminal takes for an order, or what makes a line of its own or another
    /// direction.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="max">How many characters at most; what is longer is cut.</param>
    public static string Of(string text, int max = int.MaxValue)
    {
        var plain = string.Concat(text.Take(max).Select(letter =>
            char.IsControl(letter) || letter is (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069')
                ? '\uFFFD'
                : letter));
        return text.Length > max ? plain + " …" : plain;
    }
}
