namespace StreamBet.Core.Markets;

/// <summary>Who decided how a market ended.</summary>
public enum DecidedBy
{
    /// <summary>Its clip, by the rule.</summary>
    Clip,

    /// <summary>Its host or a moderator: nobody objected to what they proposed, or the host voided it before its clip
    /// had arrived.</summary>
    Host,

    /// <summary>An operator.</summary>
    Operator,

    /// <summary>Nobody: it ended void because nothing decided it.</summary>
    Nobody,
}
