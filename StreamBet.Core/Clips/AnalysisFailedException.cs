namespace StreamBet.Core.Clips;

/// <summary>An analysis was begun and could not be finished; it decides nothing.</summary>
public sealed class AnalysisFailedException : Exception
{
    /// <summary>The code of a clip whose pictures cannot be read, as opposed to a fault of this server.</summary>
    public const string ClipDamaged = "clip_damaged";

    /// <summary>The code of an analysis that was ended from outside, most often because the server is being stopped.</summary>
    public const string Interrupted = "analysis_interrupted";

    /// <summary>Makes the exception.</summary>
    /// <param name="code">A stable name for programs, in snake_case.</param>
    /// <param name="sentence">What happened, why, and what to do, for a person.</param>
    /// <param name="cause">What the machine said, for the log.</param>
    public AnalysisFailedException(string code, string sentence, Exception? cause = null)
        : base(sentence, cause) => Code = code;

    /// <summary>A stable name for programs, in snake_case.</summary>
    public string Code { get; }

    /// <summary>Whether sending the same clip again may succeed: the cause lies with this server or an outside service, not
    /// with the clip. False unless stated.</summary>
    public bool IsPassing { get; init; }
}
