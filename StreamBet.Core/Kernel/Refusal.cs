namespace StreamBet.Core.Kernel;

/// <summary>The kinds of refusal; each has one HTTP status.</summary>
public enum RefusalKind
{
    /// <summary>What was sent is wrong in itself (400).</summary>
    Invalid,

    /// <summary>Who asks is not known (401).</summary>
    Unknown,

    /// <summary>Who asks is known and may not (403).</summary>
    Forbidden,

    /// <summary>There is no such thing, or none that this person may know of (404).</summary>
    NotFound,

    /// <summary>It does not fit the present state (409).</summary>
    Conflict,

    /// <summary>The file is too large (413).</summary>
    TooLarge,

    /// <summary>The file is of a kind that is not taken (415).</summary>
    Unsupported,

    /// <summary>Understood, well-formed and yet not possible (422).</summary>
    Unprocessable,

    /// <summary>Too much at a time (429).</summary>
    TooMany,

    /// <summary>The server could not do it (500).</summary>
    Failed,

    /// <summary>Something that this needs is missing on the server (503).</summary>
    Unavailable,
}

/// <summary>Why something was not done.</summary>
/// <param name="Kind">What kind of refusal it is.</param>
/// <param name="Code">A stable name for programs, in snake_case.</param>
/// <param name="Sentence">What happened, why, and what to do, for a person; it holds no secret and no path.</param>
public sealed record Refusal(RefusalKind Kind, string Code, string Sentence)
{
    /// <summary>When asking again may succeed; null when that does not depend on time.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request may succeed later, unchanged: the cause lies with the connection, this server or an
    /// outside service, not with what was sent. False unless stated.</summary>
    public bool IsPassing { get; init; }
}

/// <summary>Something was asked for and refused; nothing was changed.</summary>
public sealed class RefusedException : Exception
{
    /// <summary>Makes the exception from the refusal it carries.</summary>
    public RefusedException(Refusal refusal)
        : base(refusal.Sentence) => Refusal = refusal;

    /// <summary>Makes the exception from the parts of a refusal.</summary>
    public RefusedException(RefusalKind kind, string code, string sentence)
        : this(new Refusal(kind, code, sentence))
    {
    }

    /// <summary>Why.</summary>
    public Refusal Refusal { get; }
}
