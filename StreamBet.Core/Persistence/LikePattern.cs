namespace StreamBet.Core.Persistence;

/// <summary>Patterns of SQL's LIKE for text that people typed.</summary>
internal static class LikePattern
{
    /// <summary>The escape character of these patterns.</summary>
    public const string Escape = "\\";

    /// <summary>The pattern of whatever contains a text, in which no character has a meaning of its own.</summary>
    public static string Containing(string text)
    {
        foreach (var special in new[] { Escape, "%", "_" })
            text = text.Replace(special, Escape + special, StringComparison.Ordinal);
        return $"%{text}%";
    }
}
