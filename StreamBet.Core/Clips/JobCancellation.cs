using StreamBet.Core.Access;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Clips;

/// <summary>Cancels jobs. The work on one is stopped by the server that does it.</summary>
public sealed class JobCancellation(
    IUnitOfWorkFactory work, IClipStore store, IBoundMarkets markets, RunningJobs running, WaitingJobs waiting, JobFeed feed,
    LivingServers servers, TimeProvider time)
{
    // A server that does not answer is dead or about to be.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Cancels a job; returns it when its clip is deleted.</summary>
    /// <exception cref="RefusedException">The job does not exist or is not visible to this person (404), or it can no
    /// longer be cancelled (409).</exception>
    public async Task<AnalysisJob> CancelAsync(Guid jobId, Caller caller, CancellationToken cancellationToken)
    {
        var (job, mayStop) = await FindAsync(jobId, caller, cancellationToken);
        if (job is null || !ClipAccess.MayManage(caller, job.Facts))
            throw JobRefusals.NotFound();
        if (job.State == JobState.Cancelled)
            return job;
        if (!ClipAccess.MayCancel(caller, job.Facts, mayStop))
            throw TooLate(job);

        // Its uploader can't stop a job that is bound to markets once its upload has ended, which may just have happened.
        var stop = new StopOfJob(jobId, IsAnalysisToo: mayStop || job.MarketIds.Count == 0);
        if (!await running.CancelAsync(stop, cancellationToken) && !await TryCancelWaitingAsync(jobId, caller))
            await AskHolderAsync(stop, cancellationToken);

        (job, _) = await FindAsync(jobId, caller, cancellationToken);
        return job is { State: JobState.Cancelled } ? job : throw TooLate(job!);
    }

    // Nothing is working on the job: its upload has not begun, or its clip is waiting for analysis. False if a server is.
    private async Task<bool> TryCancelWaitingAsync(Guid jobId, Caller caller)
    {
        using var claim = running.TryClaim(jobId, JobState.Queued, CancellationToken.None);
        if (claim is null || await FindAsync(jobId, caller, CancellationToken.None) is not ({ } found, var mayStop)
            || !ClipAccess.MayCancel(caller, found.Facts, mayStop))
        {
            return true;
        }

        if (!await TryHoldAsync(jobId))
            return false;

        // Between two transactions: a store may be slow, and may write to the database itself.
        await ClipTrace.RunAsync(time, jobId, ClipTrace.Clean, () => store.DeleteAsync(jobId, CancellationToken.None));
        await using var unit = await work.BeginAsync(CancellationToken.None);
        if (await unit.Jobs.FindAsync(jobId, CancellationToken.None) is not { IsEnded: false } job || !job.IsHeldBy(servers.Me))
            return true;

        // The clip is gone, so whoever closed their account meanwhile cancels it all the same.
        if (await unit.People.FindAsync(caller.Id, CancellationToken.None) is null)
            await unit.People.IntroduceAsync(caller, time.GetUtcNow(), CancellationToken.None);
        if (job.State == JobState.Uploading)
            await markets.ReleaseAsync(unit, job, caller.Id, "The upload was cancelled.", CancellationToken.None);
        else
            await markets.FailAsync(unit, job, "The analysis was cancelled.", CancellationToken.None);
        job.Cancel(time.GetUtcNow());
        AnalysisJob.QueueAnew(await unit.Jobs.WaitingOfAsync(job.OwnerId, CancellationToken.None));
        await unit.CommitAsync(CancellationToken.None);
        feed.Publish(new JobStatus(job.Id, job.State, 0, null, null));
        waiting.Tell();
        return true;
    }

    private async Task<bool> TryHoldAsync(Guid jobId)
    {
        await using var unit = await work.BeginAsync(CancellationToken.None);
        if (await unit.Jobs.FindAsync(jobId, CancellationToken.None) is not { IsEnded: false } job)
            return true;
        if (job.IsHeld && job.ServerId != servers.Me && await servers.LivesAsync(job.ServerId, CancellationToken.None))
            return false;
        job.Hold(servers.Me);
        await unit.CommitAsync(CancellationToken.None);
        return true;
    }

    private async Task AskHolderAsync(StopOfJob stop, CancellationToken cancellationToken)
    {
        using var subscription = feed.Subscribe(stop.JobId);
        using var passed = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(passed.Token, cancellationToken);
        running.AskOthers(stop);
        try
        {
            await foreach (var _ in subscription.ReadAsync(either.Token))
            {
                // Ends with the job.
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The job is read again.
        }
    }

    // The job, and whether this person may stop its analysis.
    private async Task<(AnalysisJob? Job, bool MayStop)> FindAsync(Guid jobId, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var job = await unit.Jobs.FindAsync(jobId, cancellationToken);
        return (job, job is not null && await markets.MayStopAsync(unit, job, caller, cancellationToken));
    }

    private static RefusedException TooLate(AnalysisJob job) => new(
        RefusalKind.Conflict, "job_not_cancellable",
        job.IsEnded ? "The job has already ended."
        : job.MarketIds.Count == 0 ? "The job has just moved on to its next step. Try again."
            : "The clip is bound to a market and has arrived. Only an operator who has nothing to do with that market can cancel its "
            + "analysis: someone who sees the first sightings could choose the outcome.");
}
