namespace StreamBet.Core.Clips;

/// <summary>An analysis started but could not be completed; it decides nothing.</summary>
public sealed class AnalysisFailedException : Exception
{
    /// <summary>The code for a clip whose pictures can't be read; not a fault of this server.</summary>
    public const string ClipDamaged = "clip_damaged";

    /// <summary>The code for an analysis that was stopped from outside, usually because the server is
    /// stopping.</summary>
    public const string Interrupted = "analysis_interrupted";

    /// <summary>Creates the exception.</summary>
    /// <param name="code">A stable name for programs, in snake_case.</param>
    /// <param name="sentence">What happened, why, and what to do, for a person.</param>
    /// <param name="cause">The underlying error, for the log.</param>
    public AnalysisFailedException(string code, string sentence, Exception? cause = null)
        : base(sentence, cause) => Code = code;

    /// <summary>A stable name for programs, in snake_case.</summary>
    public string Code { get; }

    /// <summary>Whether sending the same clip again may succeed: the cause is this server or an outside service, not
    /// the clip. False by default.</summary>
    public bool IsPassing { get; init; }
}
