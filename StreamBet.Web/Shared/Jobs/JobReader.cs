using System.Runtime.CompilerServices;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;

namespace StreamBet.Web.Shared.Jobs;

/// <summary>Reads jobs for people who may see them.</summary>
internal sealed class JobReader(IUnitOfWorkFactory work, JobFeed feed, JobFrames frames, IHostApplicationLifetime lifetime)
{
    /// <summary>A job as it is now.</summary>
    /// <exception cref="RefusedException">There is no such job for this person (404).</exception>
    public async Task<JobView> ReadAsync(Guid jobId, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var (job, markets) = await ReadableJobs.FindAsync(unit, jobId, caller, cancellationToken);
        var analysis = job.State == JobState.Completed
            ? (await unit.Jobs.FindAnalysisAsync(jobId, cancellationToken))?.Content
            : null;
        return new JobView(job, markets, job.IsEnded ? null : feed.Current(jobId), analysis)
        {
            Frames = analysis is null ? [] : await frames.ListAsync(job, cancellationToken),
        };
    }

    /// <summary>The JSON of a job's analysis, byte for byte as it is stored.</summary>
    /// <exception cref="RefusedException">There is no such job or analysis for this person (404).</exception>
    public async Task<byte[]> ReadAnalysisAsync(Guid jobId, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var (job, _) = await ReadableJobs.FindAsync(unit, jobId, caller, cancellationToken);
        return (job.State == JobState.Completed ? await unit.Jobs.FindAnalysisJsonAsync(jobId, cancellationToken) : null)
            ?? throw new RefusedException(
                RefusalKind.NotFound, "analysis_not_found", "This job has no analysis: it failed, was cancelled or is still running, or its analysis is kept no longer.");
    }

    /// <summary>Yields a job as it is now and after each change of its state or progress, until it has ended or the
    /// server stops. A slow reader gets only the latest.</summary>
    /// <exception cref="RefusedException">There is no such job for this person (404).</exception>
    public async IAsyncEnumerable<JobView> FollowAsync(
        Guid jobId, Caller caller, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);

        // Subscribes before reading the job, so that its end cannot fall in between.
        using var subscription = feed.Subscribe(jobId);
        var job = await ReadAsync(jobId, caller, stop.Token);
        yield return job;
        if (job.Job.IsEnded)
            yield break;
        await foreach (var status in subscription.ReadAsync(stop.Token))
        {
            job = status.State == job.State ? job with { Status = status } : await ReadAsync(jobId, caller, stop.Token);
            yield return job;
        }
    }

    /// <summary>Waits for a job to end; null when that takes longer than the caller waits.</summary>
    public async Task<JobView?> WaitAsync(
        Guid jobId, Caller caller, TimeSpan maxWait, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(maxWait, time);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await foreach (var job in FollowAsync(jobId, caller, waiting.Token))
            {
                if (job.Job.IsEnded)
                    return job;
            }

            return await ReadAsync(jobId, caller, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
