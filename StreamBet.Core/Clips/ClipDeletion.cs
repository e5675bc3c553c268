using StreamBet.Core.Access;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Core.Clips;

/// <summary>Deletes the remains of a clip: its name and its evidence frames. Results and digests are kept.</summary>
public sealed class ClipDeletion(IUnitOfWorkFactory work, IBoundMarkets markets, IFrameStore frames, TimeProvider time)
{
    /// <summary>Deletes the name and the frames; does nothing the second time.</summary>
    /// <exception cref="RefusedException">The job does not exist or is not visible to this person (404), or has not
    /// ended or people need its frames to decide a market (409).</exception>
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

            if (await markets.NeedsFramesAsync(reading, jobId, cancellationToken))
            {
                throw new RefusedException(
                    RefusalKind.Conflict, "frames_needed",
                    "People are deciding a market by these frames, or may still challenge its verdict. Wait until it is paid out.");
            }
        }

        // Frames go first, so that the name is never deleted while frames remain. An ended job gets no new frames, and no market
        // begins to need those that it has.
        await frames.DeleteAsync(jobId, cancellationToken);
        await using var unit = await work.BeginAsync(cancellationToken);
        var job = await unit.Jobs.FindAsync(jobId, cancellationToken);
        if (job is null || !ClipAccess.MayDelete(caller, job.Facts))
            return;
        job.Forget(time.GetUtcNow());
        await unit.CommitAsync(cancellationToken);
    }
}
