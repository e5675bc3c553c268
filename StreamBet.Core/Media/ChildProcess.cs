using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace StreamBet.Core.Media;

/// <summary>
/// A tool at work on something that a stranger sent. It gets no environment but the little it needs and a limit on
/// memory; unless its command says otherwise, it gets no standard input and may write no file. It is stopped when it is
/// silent for too long, runs for too long, or is no longer wanted, and is gone when this object is disposed of.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>How much of the end of standard error is kept, in bytes.</summary>
    public const int ComplaintBytes = 4096;

    // Limits are set by the shell, which then becomes the tool: one process, no shell left, no argument ever parsed.
    // A limit that the system does not know, or that is lower already, is passed over. In a session of its own the tool
    // does not hear Ctrl+C at the server's terminal: the server stops it when it wants to.
    // Files are counted in blocks of 512 bytes, by some shells of 1024.
    private const string LimitScript =
        "[ \"$1\" = 0 ] || ulimit -v \"$1\" 2>/dev/null || :; ulimit -f \"$2\" 2>/dev/null || :; "
        + "ulimit -c 0 2>/dev/null || :; shift 2; "
        + "command -v setsid >/dev/null && exec setsid \"$@\"; exec \"$@\"";

    private readonly Process _process;
    private readonly Stream _output;
    private readonly TimeSpan? _stallLimit;
    private readonly ITimer _stallTimer;
    private readonly ITimer _overallTimer;
    private readonly CancellationTokenRegistration _cancellation;
    private readonly TailBuffer _complaints = new(ComplaintBytes);
    private readonly PhraseCounter? _counter;
    private readonly Task _ended;
    private int _stoppedFor = -1;

    private ChildProcess(Process process, ChildCommand command, TimeProvider time, CancellationToken ct)
    {
        _process = process;
        _output = process.StandardOutput.BaseStream;
        _stallLimit = command.StallLimit;
        _counter = command.CountedPhrase is { } phrase ? new PhraseCounter(Encoding.ASCII.GetBytes(phrase)) : null;
        _ended = WaitForEndAsync();
        _stallTimer = time.CreateTimer(
            _ => Stop(StopReason.Stalled), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _overallTimer = time.CreateTimer(
            _ => Stop(StopReason.TookTooLong), null, command.OverallLimit ?? Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        _cancellation = ct.Register(() => Stop(StopReason.Cancelled));
    }

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>The tool's standard input, if it takes one; close it when all was written. A tool that has ended or was
    /// stopped takes no more, and writing then fails.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Starts a tool.</summary>
    /// <exception cref="ToolMissingException">It is not there, or it cannot be started.</exception>
    public static ChildProcess Start(ChildCommand command, TimeProvider time, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var path = ToolLocator.Find(command.Tool) ?? throw new ToolMissingException(command.Tool);
        var process = new Process { StartInfo = Describe(path, command) };
        try
        {
            process.Start();
            if (!command.TakesInput)
                process.StandardInput.Close();
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            process.Dispose();
            throw new ToolMissingException(command.Tool, e);
        }

        return new ChildProcess(process, command, time, ct);
    }

    /// <summary>Runs a tool to its end and gives what it wrote to its standard output; one that writes more than
    /// <paramref name="limit"/> bytes is stopped.</summary>
    /// <exception cref="ToolMissingException">It is not there, or it cannot be started.</exception>
    /// <exception cref="OperationCanceledException">It was stopped because nobody wants it any more.</exception>
    public static async Task<(byte[] Output, ChildEnd End)> CollectAsync(
        ChildCommand command, int limit, TimeProvider time, CancellationToken ct)
    {
        await using var child = Start(command, time, ct);
        var output = new byte[limit + 1];
        var count = await child.ReadBlockAsync(output);
        if (count > limit)
            child.Stop(StopReason.SaidTooMuch);
        var end = await child.WaitAsync();
        ct.ThrowIfCancellationRequested();
        return (output[..Math.Min(count, limit)], end);
    }

    /// <summary>Fills the memory from standard output.</summary>
    /// <returns>How many bytes came; fewer than asked for when the output has ended.</returns>
    public async ValueTask<int> ReadBlockAsync(Memory<byte> into)
    {
        var count = 0;
        for (int read; count < into.Length && (read = await ReadSomeAsync(into[count..])) > 0;)
            count += read;
        return count;
    }

    /// <summary>Takes from standard output what comes next.</summary>
    /// <returns>How many bytes came; 0 when the output has ended.</returns>
    public async ValueTask<int> ReadSomeAsync(Memory<byte> into)
    {
        // The watch runs only while someone waits: a slow reader is not the tool's fault. A stop ends the output, so
        // the read needs no token of its own.
        _stallTimer.Change(_stallLimit ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var read = await _output.ReadAsync(into, CancellationToken.None);
        _stallTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return read;
    }

    /// <summary>Waits until the tool has ended; the stall limit watches over this too.</summary>
    public async Task<ChildEnd> WaitAsync()
    {
        _stallTimer.Change(_stallLimit ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await _ended;
        _stallTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var stopped = Volatile.Read(ref _stoppedFor);
        return new ChildEnd(_process.ExitCode, stopped < 0 ? null : (StopReason)stopped, _complaints.ToString(), _counter?.Count ?? 0);
    }

    /// <summary>Stops the tool if it still runs.</summary>
    public void Stop(StopReason reason)
    {
        if (_ended.IsCompleted || Interlocked.CompareExchange(ref _stoppedFor, (int)reason, -1) != -1)
            return;
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended in the same moment.
        }
    }

    /// <summary>Stops the tool if it still runs, and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop(StopReason.Cancelled);
        await _ended;
        await _cancellation.DisposeAsync();
        await _stallTimer.DisposeAsync();
        await _overallTimer.DisposeAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo Describe(string path, ChildCommand command)
    {
        var shell = OperatingSystem.IsWindows() ? null : ToolLocator.Find("sh");
        var start = new ProcessStartInfo(shell ?? path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (shell is not null)
        {
            var kilobytes = (command.AddressSpace ?? 0) / 1024;
            var blocks = command.MaxFileBytes / 512;
            foreach (var argument in (string[])["-c", LimitScript, "sh", Text(kilobytes), Text(blocks), path])
                start.ArgumentList.Add(argument);
        }

        foreach (var argument in command.Arguments)
            start.ArgumentList.Add(argument);
        LeaveNoSecrets(start.Environment);
        return start;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    // The server's own environment may hold keys. Fewer malloc arenas keep address space near the memory really used, so
    // that a limit on the one limits the other, however many cores there are.
    private static void LeaveNoSecrets(IDictionary<string, string?> environment)
    {
        var kept = environment.Where(pair => pair.Key is "PATH" or "SystemRoot").ToArray();
        environment.Clear();
        foreach (var (name, value) in kept)
            environment[name] = value;
        environment["LANG"] = "C";
        environment["MALLOC_ARENA_MAX"] = "2";
    }

    private async Task WaitForEndAsync()
    {
        // Standard error is read to its end whatever happens: a child that nobody listens to would block on it.
        var buffer = new byte[ComplaintBytes];
        var errors = _process.StandardError.BaseStream;
        for (int read; (read = await errors.ReadAsync(buffer)) > 0;)
        {
            _complaints.Add(buffer.AsSpan(0, read));
            _counter?.Add(buffer.AsSpan(0, read));
        }

        await _process.WaitForExitAsync();
    }
}
