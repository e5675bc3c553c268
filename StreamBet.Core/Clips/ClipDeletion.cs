using StreamBet.Core.Access;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Core.Clips;

/// <summary>Deletes what is left of a clip: its name and its evidence frames. What was found and the digests stay.</summary>
public sealed class ClipDeletion(IUnitOfWorkFactory work, IFrameStore frames, TimeProvider time)
{
    /// <summary>Deletes them; nothing happens a second time.</summary>
    /// <exception cref="RefusedException">There is no such job that this person may delete it for (404), or it has not ended
    /// (409).</exception>
    public async Task DeleteAsync(Guid jobId, Caller caller, CancellationToken cancellationToken)
    {
        await using (var reading = await work.ReadAsync(cancellationToken))
        {
            var known = await reading.Jobs.FindAsync(jobId, cancellationToken);
            if (known is null || !ClipAccess.MayManage(caller, known.Facts))
                throw JobRefusals.NotFound();
            if (!known.IsEnded)
            {
                throw new RefusedException(
                    RefusalKind.Conflict, "job_not_ended",
                    "The job is still running and may need its evidence frames. Wait until it ends, or cancel it.");
            }
        }

        // First, so that a name is never gone while the frames are still there. No more of them come once a job has ended.
        await frames.DeleteAsync(jobId, cancellationToken);
        await using var unit = await work.BeginAsync(cancellationToken);
        var job = await unit.Jobs.FindAsync(jobId, cancellationToken);
        if (job is null || !ClipAccess.MayDelete(caller, job.Facts))
            return;
        job.Forget(time.GetUtcNow());
        await unit.CommitAsync(cancellationToken);
    }
}
