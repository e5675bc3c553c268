namespace StreamBet.Core.Rule;

/// <summary>How outcomes are written in sentences.</summary>
public static class OutcomeWords
{
    /// <summary>YES, NO, or "void" for neither.</summary>
    public static string ToWord(this Outcome? outcome) => outcome switch
    {
        Outcome.Yes => "YES",
        Outcome.No => "NO",
        _ => "void",
    };
}
