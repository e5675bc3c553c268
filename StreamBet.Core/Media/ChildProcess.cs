using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace StreamBet.Core.Media;

/// <summary>
/// A running tool that reads untrusted input. It runs in a <see cref="Sandbox"/> at low priority, with a minimal environment and
/// limits on memory and processor time and, unless its command says otherwise, no standard input and no permission to write
/// files. It is killed when it stalls, runs for too long or is cancelled, and has exited when <see cref="DisposeAsync"/> returns.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>How much of the end of standard error is kept, in bytes.</summary>
    public const int ComplaintBytes = 4096;

    // The shell sets the limits and then replaces itself with the tool: no shell is left, and no argument is parsed.
    // A limit that the system does not support, or that is already lower, is ignored. File sizes are counted in blocks of
    // 512 bytes, in some shells of 1024.
    // Linux may weigh whole sessions against each other, so the session gets a low priority as well as the process. Its
    // priority on the disk follows from that on the processor.
    private const string LimitScript =
        "{ echo \"$4\" >/proc/self/autogroup; } 2>/dev/null || :; "
        + "[ \"$1\" = 0 ] || ulimit -v \"$1\" 2>/dev/null || :; ulimit -f \"$2\" 2>/dev/null || :; "
        + "[ \"$3\" = 0 ] || ulimit -t \"$3\" 2>/dev/null || :; ulimit -c 0 2>/dev/null || :; "
        + "n=$4; shift 4; exec nice -n \"$n\" \"$@\"";

    private const int KilledBySystem = 128 + 9;

    private readonly Process _process;
    private readonly Stream _output;
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private readonly TimeSpan? _stallLimit;
    private readonly TimeSpan? _cpuLimit;
    private readonly ITimer _stallTimer;
    private readonly ITimer _overallTimer;
    private readonly CancellationTokenRegistration _cancellation;
    private readonly TailBuffer _complaints = new(ComplaintBytes);
    private readonly PhraseCounter? _counter;
    private readonly Task _ended;
    private int _stoppedFor = -1;

    private ChildProcess(Process process, ChildCommand command, TimeProvider time, CancellationToken ct)
    {
        (_process, Id) = (process, process.Id);
        _output = process.StandardOutput.BaseStream;
        (_time, _startedAt) = (time, time.GetTimestamp());
        (_stallLimit, _cpuLimit) = (command.StallLimit, command.CpuLimit);
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
    public int Id { get; }

    /// <summary>The tool's standard input, if it has one; close it after the last byte. Writing fails once the tool has
    /// ended or was stopped.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Starts a tool.</summary>
    /// <exception cref="ToolMissingException">It is not installed, or cannot be started.</exception>
    public static async Task<ChildProcess> StartAsync(ChildCommand command, TimeProvider time, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var path = ToolLocator.Find(command.Tool) ?? throw new ToolMissingException(command.Tool);
        var sandbox = command.Sandbox ?? (await Sandbox.OfThisMachineAsync()).Sandbox;
        var process = new Process { StartInfo = Describe(path, command, sandbox) };
        try
        {
            await ChildStarter.StartAsync(process);
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

    /// <summary>Runs a tool to its end and returns its standard output. A tool that writes more than
    /// <paramref name="limit"/> bytes is stopped. Its standard input, if it takes one, is <paramref name="input"/>.</summary>
    /// <exception cref="ToolMissingException">It is not installed, or cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static async Task<(byte[] Output, ChildEnd End)> CollectAsync(
        ChildCommand command, int limit, TimeProvider time, CancellationToken ct, ReadOnlyMemory<byte> input = default)
    {
        await using var child = await StartAsync(command, time, ct);
        var writing = command.TakesInput ? child.WriteAllAsync(input) : Task.CompletedTask;
        var output = new byte[limit + 1];
        var count = await child.ReadBlockAsync(output);
        if (count > limit)
            child.Stop(StopReason.SaidTooMuch);
        await writing;
        var end = await child.WaitAsync();
        ct.ThrowIfCancellationRequested();
        return (output[..Math.Min(count, limit)], end);
    }

    // A tool stops reading where it has what it needs, or where the input is invalid; how it ends then says which.
    private async Task WriteAllAsync(ReadOnlyMemory<byte> input)
    {
        try
        {
            await using var stream = Input;
            await stream.WriteAsync(input);
        }
        catch (IOException)
        {
            return;
        }
    }

    /// <summary>Fills the memory from standard output.</summary>
    /// <returns>The number of bytes read; fewer than asked for at the end of the output.</returns>
    public async ValueTask<int> ReadBlockAsync(Memory<byte> into)
    {
        var count = 0;
        for (int read; count < into.Length && (read = await ReadSomeAsync(into[count..])) > 0;)
            count += read;
        return count;
    }

    /// <summary>Reads the next bytes from standard output.</summary>
    /// <returns>The number of bytes read; 0 at the end of the output.</returns>
    public async ValueTask<int> ReadSomeAsync(Memory<byte> into)
    {
        // The timer runs only during a read: a slow reader is not the tool's fault. Stopping the tool ends its output,
        // so the read needs no token.
        _stallTimer.Change(_stallLimit ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var read = await _output.ReadAsync(into, CancellationToken.None);
        _stallTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return read;
    }

    /// <summary>Waits until the tool has ended; the stall limit applies here too.</summary>
    public async Task<ChildEnd> WaitAsync()
    {
        _stallTimer.Change(_stallLimit ?? Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        await _ended;
        _stallTimer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var stopped = Volatile.Read(ref _stoppedFor);
        var reason = stopped >= 0 ? (StopReason)stopped : UsedItsTime() ? StopReason.UsedTooMuch : (StopReason?)null;
        return new ChildEnd(_process.ExitCode, reason, _complaints.ToString(), _counter?.Count ?? 0);
    }

    // The system doesn't say why it killed a process. One that used up its time ran at least that long, on all cores.
    private bool UsedItsTime() =>
        _process.ExitCode == KilledBySystem && _cpuLimit is { } limit
        && _time.GetElapsedTime(_startedAt) * Environment.ProcessorCount >= limit;

    /// <summary>Stops the tool if it is still running.</summary>
    public void Stop(StopReason reason)
    {
        if (_ended.IsCompleted || Interlocked.CompareExchange(ref _stoppedFor, (int)reason, -1) != -1)
            return;
        ProcessGroup.Kill(Id);
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended at the same moment.
        }

        // The sandbox may have been starting a process between the two, which would hold the tool's output open for ever.
        ProcessGroup.Kill(Id);
    }

    /// <summary>Stops the tool if it is still running, and waits until it has exited.</summary>
    public async ValueTask DisposeAsync()
    {
        Stop(StopReason.Cancelled);

        // A process that the sandbox had just begun can outlive it. With nobody to read its output, it ends by itself.
        await _output.DisposeAsync();
        await _ended;
        await _cancellation.DisposeAsync();
        await _stallTimer.DisposeAsync();
        await _overallTimer.DisposeAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo Describe(string path, ChildCommand command, Sandbox sandbox)
    {
        IReadOnlyList<string> line =
            [.. Limits(command), .. sandbox.Before(path, command), path, .. command.Arguments];
        var start = new ProcessStartInfo(line[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in line.Skip(1))
            start.ArgumentList.Add(argument);
        LeaveNoSecrets(start.Environment);
        return start;
    }

    // The tool gets its own session so that Ctrl+C in the server's terminal does not reach it; the server stops it itself.
    private static IReadOnlyList<string> Limits(ChildCommand command)
    {
        if (OperatingSystem.IsWindows() || ToolLocator.Find("sh") is not { } shell)
            return [];
        var kilobytes = (command.AddressSpace ?? 0) / 1024;
        var blocks = command.MaxFileBytes / 512;
        var seconds = (long)Math.Ceiling((command.CpuLimit ?? TimeSpan.Zero).TotalSeconds);
        IReadOnlyList<string> limited =
            [shell, "-c", LimitScript, "sh", Text(kilobytes), Text(blocks), Text(seconds), Text(command.Niceness)];
        return ToolLocator.Find("setsid") is { } session ? [session, .. limited] : limited;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    // The server's environment may hold keys. Fewer malloc arenas keep the address space close to the memory in use, so
    // that limiting one limits the other, however many cores there are.
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
        // Standard error must be read to its end: the child blocks when the pipe is full.
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
