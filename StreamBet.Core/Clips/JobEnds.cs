using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Kernel;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Clips;

/// <summary>The ends of jobs: once a job can't go on it is ended and its clip deleted, whatever fails meanwhile.</summary>
public sealed partial class JobEnds(
    IUnitOfWorkFactory work, IClipStore store, LivingServers servers, JobFeed feed, TimeProvider time, ILogger<JobEnds> logger)
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    /// <summary>The pause before a job's end is tried again; it doubles with each retry, up to a limit.</summary>
    internal static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, Task> _retries = new();

    /// <summary>Waits for the retries, which stop when the server does.</summary>
    public Task TriedAsync() => Task.WhenAll(_retries.Values);

    /// <summary>Deletes the clip of a job that this server has: one that was silent for too long must not delete the clip that another one
    /// has taken over.</summary>
    /// <exception cref="JobTakenException">Another server has it.</exception>
    public async Task CleanAsync(Guid jobId, CancellationToken stopping)
    {
        await using (var unit = await work.ReadAsync(stopping))
            await unit.FindHeldAsync(jobId, servers.Me, stopping);
        await ClipTrace.RunAsync(time, jobId, ClipTrace.Clean, () => store.DeleteAsync(jobId, stopping));
    }

    /// <summary>Ends a job despite failures: disk and database faults are usually temporary, and people's stakes depend on it. Tries once
    /// before it returns; retries run in the background, so that its place is free again.</summary>
    public async Task SurelyAsync(Guid jobId, Func<Task> end, CancellationToken stopping)
    {
        if (!await TryEndAsync(jobId, end, FirstPause, stopping))
            _retries[jobId] = RetryAsync(jobId, end, stopping);
    }

    /// <summary>Ends a job that this server has, and tells its followers.</summary>
    /// <exception cref="JobTakenException">Another server has it.</exception>
    public async Task EndAsync(
        Guid jobId, Func<IUnitOfWork, AnalysisJob, Task> end, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var job = await unit.FindHeldAsync(jobId, servers.Me, cancellationToken);
        await end(unit, job);
        await unit.CommitAsync(cancellationToken);
        feed.Publish(new JobStatus(job.Id, job.State, job.Bytes ?? 0, job.Bytes, null));
    }

    private async Task RetryAsync(Guid jobId, Func<Task> end, CancellationToken stopping)
    {
        var pause = FirstPause;
        do
        {
            await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < MaxPause ? pause * 2 : MaxPause;
        }
        while (!stopping.IsCancellationRequested && !await TryEndAsync(jobId, end, pause, stopping));
        _retries.TryRemove(jobId, out _);
    }

    private async Task<bool> TryEndAsync(Guid jobId, Func<Task> end, TimeSpan pause, CancellationToken stopping)
    {
        try
        {
            await end();
            return true;
        }
        catch (JobTakenException)
        {
            LogTaken(jobId);
            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server is stopping; another one, or the next start, ends the job.
            return true;
        }
        catch (Exception fault)
        {
            LogNotEnded(fault, jobId, pause.TotalSeconds);
            return false;
        }
    }

    [LoggerMessage(113, LogLevel.Error, "Job {JobId} could not be ended; it is tried again in {Seconds} s, or by the next server.")]
    private partial void LogNotEnded(Exception exception, Guid jobId, double seconds);

    [LoggerMessage(107, LogLevel.Warning, "Job {JobId} has been taken over by another server, since this one was silent for too long.")]
    internal partial void LogTaken(Guid jobId);
}
