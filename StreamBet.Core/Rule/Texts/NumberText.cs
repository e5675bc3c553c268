using System.Globalization;

namespace StreamBet.Core.Rule.Texts;

/// <summary>Reads a number from the start of a text: whole, with decimals, with separators of thousands, or a time. Pure.</summary>
internal static class NumberText
{
    // Readers take the digits of some typefaces for these, so that a number that ends before one may have lost a digit: both
    // readers have read 29? for 297.
    private const string LikeDigits = "?!$&@\u00a7";

    // More digits than a score or a timer has are a misreading.
    private const int MaxDigits = 12;

    /// <summary>A number that was read.</summary>
    /// <param name="Value">Its value; a time in seconds.</param>
    /// <param name="IsTime">Whether it is a time, such as 1:30.</param>
    /// <param name="Rest">What follows it.</param>
    internal sealed record Reading(double Value, bool IsTime, string Rest);

    /// <summary>The number that a text starts with; null if it starts with none, or if it can be understood in two
    /// ways.</summary>
    public static Reading? Read(string text)
    {
        var length = 0;
        while (length < text.Length && (IsDigit(text[length]) || (text[length] is '.' or ',' or ':' or '\'' && length > 0)))
            length++;
        while (length > 0 && !IsDigit(text[length - 1]))
            length--;
        var written = text[..length];

        // Letters that look like digits count as such only beside a real one, and never at the start of a word.
        if (!written.Any(char.IsAsciiDigit) || written.Length > MaxDigits
            || (length < text.Length && (char.IsLetterOrDigit(text[length]) || LikeDigits.Contains(text[length]))))
        {
            return null;
        }

        var digits = string.Concat(written.Select(ToDigit));
        var (value, isTime) = (digits.Contains(':') ? Time(digits) : Plain(digits), digits.Contains(':'));
        return value is { } read ? new Reading(read, isTime, text[length..]) : null;
    }

    /// <summary>Whether a sign right before a number may belong to it: a digit that was misread, a minus, the bar of a
    /// fraction.</summary>
    internal static bool MayBelong(char sign) => sign is '|' or '/' or '\u2212' || LikeDigits.Contains(sign)
        || char.GetUnicodeCategory(sign) == UnicodeCategory.DashPunctuation;

    private static bool IsDigit(char sign) => char.IsAsciiDigit(sign) || sign is 'O' or 'o' or 'I' or 'l' or '|';

    private static char ToDigit(char sign) => sign switch
    {
        'O' or 'o' => '0',
        'I' or 'l' or '|' => '1',
        _ => sign,
    };

    // Hours, minutes and seconds, the last perhaps with decimals.
    private static double? Time(string digits)
    {
        var parts = digits.Split(':');
        if (parts.Length > 3 || parts.Skip(1).Any(part => part.Length < 2 || !char.IsAsciiDigit(part[1])))
            return null;
        var total = 0.0;
        for (var place = 0; place < parts.Length; place++)
        {
            var isLast = place == parts.Length - 1;
            if (!double.TryParse(parts[place], isLast ? NumberStyles.AllowDecimalPoint : NumberStyles.None, CultureInfo.InvariantCulture, out var part)
                || (place > 0 && part >= 60))
            {
                return null;
            }

            total = (total * 60) + part;
        }

        return total;
    }

    private static double? Plain(string digits)
    {
        var parts = digits.Split('.', ',', '\'');
        if (parts.Any(part => part.Length == 0))
            return null;
        var isGrouped = parts.Length > 1 && parts[0].Length <= 3 && parts.Skip(1).All(part => part.Length == 3);

        // "1.234" may be one and a bit or more than a thousand; nobody writes "1,234" for the former on a screen.
        if (isGrouped && parts.Length == 2 && digits.Contains('.'))
            return null;
        if (!isGrouped && (parts.Length > 2 || digits.Contains('\'')))
            return null;
        var number = isGrouped ? string.Concat(parts) : string.Join('.', parts);
        return double.Parse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }
}
