namespace StreamBet.Web.Features.Markets;

/// <summary>What decides a market that is being drafted.</summary>
public enum DraftKind
{
    /// <summary>A thing or an activity that is seen.</summary>
    Label,

    /// <summary>A word or phrase that is read.</summary>
    Text,

    /// <summary>A number that is read.</summary>
    Number,

    /// <summary>A reference picture that is seen.</summary>
    Picture,

    /// <summary>People.</summary>
    People,
}
