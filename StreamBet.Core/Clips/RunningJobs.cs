using System.Collections.Concurrent;

namespace StreamBet.Core.Clips;

/// <summary>Tracks the jobs that this process is working on, so that each has one worker at a time and can be
/// cancelled.</summary>
public sealed class RunningJobs
{
    private readonly ConcurrentDictionary<Guid, Claim> _claims = new();

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

    /// <summary>Claims a job, waiting until the current claim is released.</summary>
    internal async Task<Claim> ClaimAsync(Guid jobId, JobState phase, CancellationToken stopping)
    {
        while (true)
        {
            if (TryClaim(jobId, phase, stopping) is { } claim)
                return claim;
            if (_claims.TryGetValue(jobId, out var other))
                await other.Ended.WaitAsync(stopping);
        }
    }

    /// <summary>Cancels a job's work and waits until its worker has cleaned up.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="mayStop">Whether work in this phase may be cancelled.</param>
    /// <param name="cancellationToken">Stops the waiting, not the cancellation.</param>
    /// <returns>Whether work was cancelled.</returns>
    internal async Task<bool> CancelAsync(
        Guid jobId, Func<JobState, bool> mayStop, CancellationToken cancellationToken)
    {
        if (!_claims.TryGetValue(jobId, out var claim) || !mayStop(claim.Phase))
            return false;
        claim.Cancel();
        await claim.Ended.WaitAsync(cancellationToken);
        return true;
    }

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
        }
    }
}
