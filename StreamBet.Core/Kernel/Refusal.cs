namespace StreamBet.Core.Kernel;

/// <summary>The kinds of refusal; each has one HTTP status.</summary>
public enum RefusalKind
{
    /// <summary>The request is invalid (400).</summary>
    Invalid,

    /// <summary>The caller is not signed in (401).</summary>
    Unknown,

    /// <summary>The caller is known but not allowed (403).</summary>
    Forbidden,

    /// <summary>It does not exist, or the caller may not know of it (404).</summary>
    NotFound,

    /// <summary>It conflicts with the current state (409).</summary>
    Conflict,

    /// <summary>The file is too large (413).</summary>
    TooLarge,

    /// <summary>The file's type is not accepted (415).</summary>
    Unsupported,

    /// <summary>Understood and well-formed, but not possible (422).</summary>
    Unprocessable,

    /// <summary>Too many requests or too much in progress (429).</summary>
    TooMany,

    /// <summary>The server failed (500).</summary>
    Failed,

    /// <summary>The server lacks something that this needs (503).</summary>
    Unavailable,
}

/// <summary>Why a request was refused.</summary>
/// <param name="Kind">What kind of refusal it is.</param>
/// <param name="Code">A stable name for programs, in snake_case.</param>
/// <param name="Sentence">What happened, why, and what to do, for people; contains no secrets or paths.</param>
public sealed record Refusal(RefusalKind Kind, string Code, string Sentence)
{
    /// <summary>When a retry may succeed; null when that does not depend on time.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request may succeed later: the cause is the connection, this server or an outside
    /// service, not the request. False by default.</summary>
    public bool IsPassing { get; init; }
}

/// <summary>A request was refused; nothing was changed.</summary>
public sealed class RefusedException : Exception
{
    /// <summary>Creates the exception from a refusal.</summary>
    public RefusedException(Refusal refusal)
        : base(refusal.Sentence) => Refusal = refusal;

    /// <summary>Creates the exception from the parts of a refusal.</summary>
    public RefusedException(RefusalKind kind, string code, string sentence)
        : this(new Refusal(kind, code, sentence))
    {
    }

    /// <summary>The refusal.</summary>
    public Refusal Refusal { get; }
}
