namespace StreamBet.Core.Media;

/// <summary>A tool to run, and within what limits.</summary>
/// <param name="Tool">Its name on PATH, or its path.</param>
/// <param name="Arguments">Its arguments; no shell reads them.</param>
internal sealed record ChildCommand(string Tool, IReadOnlyList<string> Arguments)
{
    /// <summary>The most address space it may take, in bytes; null for no limit. It holds where there is a POSIX
    /// shell.</summary>
    public long? AddressSpace { get; init; }

    /// <summary>How long it may give no byte while someone waits for one; null for no limit.</summary>
    public TimeSpan? StallLimit { get; init; }

    /// <summary>Something in its standard error that is counted, in ASCII; null for nothing. Its first letter must not come in
    /// it again.</summary>
    public string? CountedPhrase { get; init; }

    /// <summary>Whether it is given a standard input, which is then to be written and closed; otherwise it gets
    /// none.</summary>
    public bool TakesInput { get; init; }

    /// <summary>The largest file that it may write, in bytes; it may write none if this is 0. It holds where there is a
    /// POSIX shell, and to a factor of two.</summary>
    public long MaxFileBytes { get; init; }

    /// <summary>How long it may run in all; null for no limit.</summary>
    public TimeSpan? OverallLimit { get; init; }
}

/// <summary>How a child process ended.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number when a signal ended it.</param>
/// <param name="StoppedFor">Why it was stopped; null when it ended by itself.</param>
/// <param name="Complaints">The end of what it wrote to its standard error: for the log, never for a person.</param>
/// <param name="Counted">How often <see cref="ChildCommand.CountedPhrase"/> came in it.</param>
internal sealed record ChildEnd(int ExitCode, StopReason? StoppedFor, string Complaints, int Counted = 0)
{
    /// <summary>Whether it ended by itself and says that all is well.</summary>
    public bool IsSuccess => ExitCode == 0 && StoppedFor is null;

    /// <summary>Whether a signal that came from elsewhere ended it, such as that of a service manager which stops the whole
    /// server: ffmpeg then says 255, or dies of it. What it gave until then looks whole and is not.</summary>
    public bool WasKilled => ExitCode > 128 && StoppedFor is null;
}

/// <summary>Why a child process was stopped.</summary>
internal enum StopReason
{
    /// <summary>Who started it wants nothing more of it.</summary>
    Cancelled,

    /// <summary>It was silent for too long.</summary>
    Stalled,

    /// <summary>It ran for too long in all.</summary>
    TookTooLong,

    /// <summary>It said more than anyone asked for.</summary>
    SaidTooMuch,
}

/// <summary>A tool is not on this machine, or it cannot be started.</summary>
internal sealed class ToolMissingException(string tool, Exception? cause = null)
    : Exception($"{tool} cannot be started.", cause)
{
    /// <summary>The tool's name.</summary>
    public string Tool { get; } = tool;
}
