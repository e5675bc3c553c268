using System.Globalization;
using System.Text;

namespace StreamBet.Core.Kernel;

/// <summary>One line of text that a person typed and that others see, such as a name or a question.</summary>
public static class DisplayText
{
    /// <summary>Checks a text. Surrounding white space is removed, and so are the two characters that only choose whether an emoji
    /// has colours; any other stretch of spaces becomes one plain space.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">The longest text, in characters (UTF-16).</param>
    /// <param name="code">The error code.</param>
    /// <param name="rule">The sentence for a text that is empty, too long, or more than one line.</param>
    /// <returns>The text to keep.</returns>
    /// <exception cref="RefusedException">The rule is broken, or the text has a character that is invisible, that changes how other
    /// text reads, or that Unicode 15.0 does not know (422).</exception>
    public static string Check(string? text, int maxLength, string code, string rule)
    {
        var kept = Plain(text ?? "");
        if (kept.Length == 0 || kept.Length > maxLength || kept.Any(char.IsControl))
            throw new RefusedException(RefusalKind.Unprocessable, code, rule);
        foreach (var rune in kept.EnumerateRunes())
        {
            if (CharacterData.Current.IsHidden(rune))
                throw new RefusedException(RefusalKind.Unprocessable, code, WhyNot(rune));
        }

        return kept;
    }

    /// <summary>The text without the characters that <see cref="Check"/> refuses.</summary>
    public static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!CharacterData.Current.IsHidden(rune))
                visible.Append(rune.ToString());
        }

        return Plain(visible.ToString());
    }

    /// <summary>The text with U+FFFD in place of each character that <see cref="Check"/> refuses, so that a disguise shows.</summary>
    public static string Marked(string text)
    {
        var marked = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            marked.Append(CharacterData.Current.IsHidden(rune) ? "\uFFFD" : rune.ToString());
        return marked.ToString();
    }

    private static string WhyNot(Rune rune) =>
        $"The text has the character U+{rune.Value:X4}, which can't be seen, changes how other text reads, or is unknown here. "
        + "Type the text again without it. An emoji made of several others has one too; use a simple emoji.";

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.Trim())
        {
            if (char.GetUnicodeCategory(letter) != UnicodeCategory.SpaceSeparator)
            {
                if (letter is not ('\uFE0E' or '\uFE0F'))
                    plain.Append(letter);
            }
            else if (plain.Length > 0 && plain[^1] != ' ')
            {
                plain.Append(' ');
            }
        }

        return plain.ToString().TrimEnd();
    }
}
