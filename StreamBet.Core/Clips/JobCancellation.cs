using StreamBet.Core.Access;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Core.Clips;

/// <summary>Cancels jobs.</summary>
public sealed class JobCancellation(
    IUnitOfWorkFactory work, IClipStore store, IBoundMarkets markets, RunningJobs running, UploadSlots slots,
    WaitingJobs waiting, JobFeed feed, TimeProvider time)
{
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

        // Checks again with the phase of the running work: the upload may have ended meanwhile, and then its uploader
        // can't stop a job that is bound to markets.
        bool MayStop(JobState phase) => phase == JobState.Uploading || mayStop || job.MarketIds.Count == 0;
        if (!await running.CancelAsync(jobId, MayStop, cancellationToken))
            await CancelWaitingAsync(jobId, caller);

        (job, _) = await FindAsync(jobId, caller, cancellationToken);
        return job is { State: JobState.Cancelled } ? job : throw TooLate(job!);
    }

    // Nothing is working on the job: its upload has not begun, or its clip is waiting for analysis.
    private async Task CancelWaitingAsync(Guid jobId, Caller caller)
    {
        using var claim = running.TryClaim(jobId, JobState.Queued, CancellationToken.None);
        if (claim is null || await FindAsync(jobId, caller, CancellationToken.None) is not ({ } found, var mayStop)
            || !ClipAccess.MayCancel(caller, found.Facts, mayStop))
        {
            return;
        }

        // Before the transaction: a store may be slow, and may write to the database itself.
        await ClipTrace.RunAsync(time, jobId, ClipTrace.Clean, () => store.DeleteAsync(jobId, CancellationToken.None));
        await using var unit = await work.BeginAsync(CancellationToken.None);
        if (await unit.Jobs.FindAsync(jobId, CancellationToken.None) is not { IsEnded: false } job)
            return;
        await unit.People.IntroduceAsync(caller, time.GetUtcNow(), CancellationToken.None);
        if (job.State == JobState.Uploading)
            await markets.ReleaseAsync(unit, job, caller.Id, "The upload was cancelled.", CancellationToken.None);
        else
            await markets.FailAsync(unit, job, "The analysis was cancelled.", CancellationToken.None);
        job.Cancel(time.GetUtcNow());
        await unit.CommitAsync(CancellationToken.None);
        slots.Free(jobId);
        waiting.Leave(jobId);
        feed.Publish(new JobStatus(job.Id, job.State, 0, null, null));
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
