using System.Globalization;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ContactSheets;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;

namespace StreamBet.Web.Shared.Jobs;

/// <summary>A kept picture of a job's clip.</summary>
/// <param name="At">Its time from the start of the clip.</param>
/// <param name="Address">Its address.</param>
public sealed record JobFrame(TimeSpan At, string Address);

/// <summary>The kept pictures of a job's clip, those of its verdicts and those of its contact sheet, for people who may read the
/// job.</summary>
internal sealed class JobFrames(IUnitOfWorkFactory work, IFrameStore frames, ContactSheetKeeper sheets)
{
    /// <summary>The pictures that are kept, in order of time. The caller has checked that they may be seen.</summary>
    public async Task<IReadOnlyList<JobFrame>> ListAsync(AnalysisJob job, CancellationToken cancellationToken)
    {
        if (!job.IsEnded || job.ForgottenAt is not null)
            return [];
        var sheet = await sheets.FindAsync(job.Id, cancellationToken);
        var times = (await frames.ListAsync(job.Id, cancellationToken)).Concat((sheet?.Frames ?? []).Select(frame => frame.At));
        return
        [
            .. times.Distinct().Order()
                .Select(at => new JobFrame(at, $"/api/jobs/{job.Id}/frames/{NameOf(at)}.jpg")),
        ];
    }

    /// <summary>The pictures of a job.</summary>
    /// <exception cref="RefusedException">There is no such job for this person (404).</exception>
    public async Task<IReadOnlyList<JobFrame>> ListAsync(Guid jobId, Caller caller, CancellationToken cancellationToken) =>
        await ListAsync(await FindJobAsync(jobId, caller, cancellationToken), cancellationToken);

    /// <summary>A picture as a JPEG; null if there is none.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="at">The picture's time as in its address.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="RefusedException">There is no such job for this person (404).</exception>
    public async Task<byte[]?> FindAsync(Guid jobId, string at, Caller caller, CancellationToken cancellationToken)
    {
        var kept = await ListAsync(jobId, caller, cancellationToken);
        if (kept.FirstOrDefault(frame => NameOf(frame.At) == at) is not { At: var time })
            return null;

        // Those of verdicts are larger.
        return await frames.FindAsync(jobId, time, cancellationToken) ?? await sheets.FindFrameAsync(jobId, time, cancellationToken);
    }

    private async Task<AnalysisJob> FindJobAsync(Guid jobId, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        return (await ReadableJobs.FindAsync(unit, jobId, caller, cancellationToken)).Job;
    }

    private static string NameOf(TimeSpan at) => Figures.Seconds(at).ToString(CultureInfo.InvariantCulture);
}
