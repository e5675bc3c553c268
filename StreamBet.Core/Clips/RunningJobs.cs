using System.Collections.Concurrent;

namespace StreamBet.Core.Clips;

/// <summary>Which jobs are being worked on in this process, so that each has one worker at a time and can be
/// cancelled.</summary>
public sealed class RunningJobs
{
    private readonly ConcurrentDictionary<Guid, Claim> _claims = new();

    /// <summary>Takes a job to work on it; null when somebody has it already. Disposing of the claim gives it back.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="phase">What is done with it.</param>
    /// <param name="stopping">Ends the work as well.</param>
    internal Claim? TryClaim(Guid jobId, JobState phase, CancellationToken stopping)
    {
        var claim = new Claim(this, jobId, phase, stopping);
        if (_claims.TryAdd(jobId, claim))
            return claim;
        claim.Dispose();
        return null;
    }

    /// <summary>Whether somebody works on a job.</summary>
    internal bool IsClaimed(Guid jobId) => _claims.ContainsKey(jobId);

    /// <summary>Takes a job as soon as whoever has it has given it back.</summary>
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
    /// <param name="mayStop">Whether the work it is in may be cancelled.</param>
    /// <param name="cancellationToken">Ends the waiting, not the cancelling.</param>
    /// <returns>Whether somebody was working on it.</returns>
    internal async Task<bool> CancelAsync(
        Guid jobId, Func<JobState, bool> mayStop, CancellationToken cancellationToken)
    {
        if (!_claims.TryGetValue(jobId, out var claim) || !mayStop(claim.Phase))
            return false;
        claim.Cancel();
        await claim.Ended.WaitAsync(cancellationToken);
        return true;
    }

    /// <summary>The right to work on a job.</summary>
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

        /// <summary>What is done with the job.</summary>
        internal JobState Phase { get; }

        /// <summary>Ends the work.</summary>
        internal CancellationToken Token { get; }

        /// <summary>Whether the job was cancelled, as opposed to the server being stopped.</summary>
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
                // The work ended in this very moment; there is nothing left to cancel.
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
