namespace StreamBet.Core.Rule;

/// <summary>How outcomes are written, in sentences and by callers.</summary>
public static class OutcomeWords
{
    /// <summary>YES or NO.</summary>
    public static string ToWord(this Outcome outcome) => ((Outcome?)outcome).ToWord();

    /// <summary>Reads YES, NO or void, in any case.</summary>
    /// <param name="word">The word.</param>
    /// <param name="outcome">YES or NO; null for void, and if it is none of these.</param>
    /// <returns>Whether it is one of these.</returns>
    public static bool TryParse(string? word, out Outcome? outcome)
    {
        (var isKnown, outcome) = word?.ToUpperInvariant() switch
        {
            "YES" => (true, Outcome.Yes),
            "NO" => (true, Outcome.No),
            "VOID" => (true, null),
            _ => (false, (Outcome?)null),
        };
        return isKnown;
    }

    /// <summary>YES, NO, or "void" for neither.</summary>
    public static string ToWord(this Outcome? outcome) => outcome switch
    {
        Outcome.Yes => "YES",
        Outcome.No => "NO",
        _ => "void",
    };
}
