using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Clips;

/// <summary>Tracks the jobs that this process is working on, so that each is worked on by one task at a time and can be
/// cancelled.</summary>
public sealed partial class RunningJobs
{
    private const string Topic = "stop";

    private readonly ServerNews _news;
    private readonly ILogger<RunningJobs> _logger;
    private readonly ConcurrentDictionary<Guid, Claim> _claims = new();

    /// <summary>Also stops the work that other servers ask for.</summary>
    public RunningJobs(ServerNews news, ILogger<RunningJobs> logger)
    {
        (_news, _logger) = (news, logger);
        news.Hear<StopOfJob>(Topic, stop => _ = CancelForOthersAsync(stop));
    }

    /// <summary>Raised when a claim was released.</summary>
    internal event Action? Released;

    /// <summary>Claims a job; null if it is already claimed. Disposing the claim releases it.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="phase">The kind of work.</param>
    /// <param name="stopping">Also cancels the work.</param>
    internal Claim? TryClaim(Guid jobId, JobState phase, CancellationToken stopping)
    {
        var claim = new Claim(this, jobId, phase, stopping);
        if (_claims.TryAdd(jobId, claim))
            return claim;
        claim.Dispose();
        return null;
    }

    /// <summary>Whether a job is claimed.</summary>
    internal bool IsClaimed(Guid jobId) => _claims.ContainsKey(jobId);

    /// <summary>Cancels a job's work and waits until whoever works on it has cleaned up.</summary>
    /// <param name="stop">What to cancel.</param>
    /// <param name="cancellationToken">Stops the waiting, not the cancellation.</param>
    /// <returns>Whether work was cancelled.</returns>
    internal async Task<bool> CancelAsync(StopOfJob stop, CancellationToken cancellationToken)
    {
        if (!_claims.TryGetValue(stop.JobId, out var claim) || (claim.Phase != JobState.Uploading && !stop.IsAnalysisToo))
            return false;
        claim.Cancel();
        await claim.Ended.WaitAsync(cancellationToken);
        return true;
    }

    /// <summary>Asks the other servers to cancel a job's work; whichever does it, ends the job.</summary>
    internal void AskOthers(StopOfJob stop) => _news.Tell(Topic, stop);

    private async Task CancelForOthersAsync(StopOfJob stop)
    {
        try
        {
            await CancelAsync(stop, CancellationToken.None);
        }
        catch (Exception fault)
        {
            LogNotStopped(_logger, fault, stop.JobId);
        }
    }

    [LoggerMessage(109, LogLevel.Error, "The work on job {JobId} could not be stopped for another server.")]
    private static partial void LogNotStopped(ILogger logger, Exception exception, Guid jobId);

    /// <summary>An exclusive claim to work on a job.</summary>
    internal sealed class Claim : IDisposable
    {
        private readonly RunningJobs _jobs;
        private readonly Guid _jobId;
        private readonly CancellationTokenSource _source;
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Claim(RunningJobs jobs, Guid jobId, JobState phase, CancellationToken stopping)
        {
            _jobs = jobs;
            _jobId = jobId;
            Phase = phase;
            _source = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            Token = _source.Token;
        }

        /// <summary>The kind of work.</summary>
        internal JobState Phase { get; }

        /// <summary>Cancels the work.</summary>
        internal CancellationToken Token { get; }

        /// <summary>Whether the job was cancelled, as opposed to the server stopping.</summary>
        internal bool IsCancelled { get; private set; }

        internal Task Ended => _ended.Task;

        internal void Cancel()
        {
            IsCancelled = true;
            try
            {
                _source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The work has just ended; there is nothing left to cancel.
            }
        }

        public void Dispose()
        {
            _jobs._claims.TryRemove(KeyValuePair.Create(_jobId, this));
            _source.Dispose();
            _ended.TrySetResult();
            _jobs.Released?.Invoke();
        }
    }
}

/// <summary>That a job's work is to be stopped.</summary>
/// <param name="JobId">The job.</param>
/// <param name="IsAnalysisToo">Whether its analysis may be stopped, and not only its upload.</param>
internal sealed record StopOfJob(Guid JobId, bool IsAnalysisToo);
