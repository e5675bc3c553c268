namespace StreamBet.Web.Features.Receipts;

/// <summary>Makes untrusted text safe to display.</summary>
internal static class PlainText
{
    /// <summary>Replaces characters that a terminal would obey, that start a new line or that change the direction of
    /// writing.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="max">The maximum number of characters; longer text is cut.</param>
    public static string Of(string text, int max = int.MaxValue)
    {
        var plain = string.Concat(text.Take(max).Select(letter =>
            char.IsControl(letter) || letter is (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069')
                ? '\uFFFD'
                : letter));
        return text.Length > max ? plain + " …" : plain;
    }
}
