namespace StreamBet.Core.Media;

/// <summary>A tool to run, and its limits.</summary>
/// <param name="Tool">Its name on PATH, or its path.</param>
/// <param name="Arguments">Its arguments; no shell interprets them.</param>
internal sealed record ChildCommand(string Tool, IReadOnlyList<string> Arguments)
{
    /// <summary>The limit on its address space, in bytes; null for no limit. Enforced only where there is a POSIX
    /// shell.</summary>
    public long? AddressSpace { get; init; }

    /// <summary>How long a read of its output may wait for a byte; null for no limit.</summary>
    public TimeSpan? StallLimit { get; init; }

    /// <summary>A phrase in ASCII whose occurrences in standard error are counted; null to count nothing. Its first
    /// letter must not occur in it again.</summary>
    public string? CountedPhrase { get; init; }

    /// <summary>Whether it gets a standard input, which the caller must write and close; otherwise it has none.</summary>
    public bool TakesInput { get; init; }

    /// <summary>The largest file it may write, in bytes; 0 if it may write none. Enforced only where there is a POSIX
    /// shell, and some shells allow twice as much.</summary>
    public long MaxFileBytes { get; init; }

    /// <summary>How long it may run in total; null for no limit.</summary>
    public TimeSpan? OverallLimit { get; init; }

    /// <summary>How much processor time it may use, over all its threads and in whole seconds; null for no limit. Enforced only
    /// where there is a POSIX shell.</summary>
    public TimeSpan? CpuLimit { get; init; }

    /// <summary>How far its priority is below the server's, as for <c>nice</c>, 0 to 19. The web server's answers go before
    /// clips; a little less so where a person waits for the tool.</summary>
    public int Niceness { get; init; } = Patient;

    /// <summary>The <see cref="Niceness"/> of work that takes minutes.</summary>
    public const int Patient = 10;

    /// <summary>The <see cref="Niceness"/> of work that takes a moment, and that somebody waits for.</summary>
    public const int Awaited = 5;

    /// <summary>The files that it may read, apart from the system's.</summary>
    public IReadOnlyList<string> Reads { get; init; } = [];

    /// <summary>The files that it may read and write. They must exist.</summary>
    public IReadOnlyList<string> Writes { get; init; } = [];

    /// <summary>What keeps it from everything else; null for the best that works on this machine.</summary>
    public Sandbox? Sandbox { get; init; }
}

/// <summary>How a child process ended.</summary>
/// <param name="ExitCode">Its exit code; 128 plus the signal's number if a signal ended it.</param>
/// <param name="StoppedFor">Why this server, or a limit that it set, stopped it; null if it ended by itself.</param>
/// <param name="Complaints">The last part of its standard error: for the log, never for a person.</param>
/// <param name="Counted">How often <see cref="ChildCommand.CountedPhrase"/> occurred in its standard error.</param>
internal sealed record ChildEnd(int ExitCode, StopReason? StoppedFor, string Complaints, int Counted = 0)
{
    /// <summary>Whether it ended by itself and reported success.</summary>
    public bool IsSuccess => ExitCode == 0 && StoppedFor is null;

    /// <summary>Whether a signal from elsewhere ended it, for example from a service manager that is stopping the whole
    /// server: ffmpeg exits with 255, or dies. Its output then looks complete but is not.</summary>
    public bool WasKilled => ExitCode > 128 && StoppedFor is null;
}

/// <summary>Why a child process was stopped.</summary>
internal enum StopReason
{
    /// <summary>Its output is no longer needed.</summary>
    Cancelled,

    /// <summary>It produced no output for too long.</summary>
    Stalled,

    /// <summary>It ran for too long.</summary>
    TookTooLong,

    /// <summary>It produced more output than was asked for.</summary>
    SaidTooMuch,

    /// <summary>It used more processor time than it may; the system stopped it.</summary>
    UsedTooMuch,
}

/// <summary>A tool is not installed, or cannot be started.</summary>
internal sealed class ToolMissingException(string tool, Exception? cause = null)
    : Exception($"{tool} cannot be started.", cause)
{
    /// <summary>The tool's name.</summary>
    public string Tool { get; } = tool;
}
