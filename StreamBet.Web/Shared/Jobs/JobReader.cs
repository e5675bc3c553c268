using System.Runtime.CompilerServices;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;

namespace StreamBet.Web.Shared.Jobs;

/// <summary>Reads jobs for those who may see them.</summary>
internal sealed class JobReader(IUnitOfWorkFactory work, JobFeed feed, IHostApplicationLifetime lifetime)
{
    /// <summary>Follows a job until it ends, nobody reads on, or the server stops.</summary>
    public async IAsyncEnumerable<JobStatus> FollowAsync(
        JobSubscription subscription, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        await foreach (var status in subscription.ReadAsync(stop.Token))
            yield return status;
    }

    /// <summary>A job as it is now.</summary>
    /// <exception cref="RefusedException">There is none, or not for this person (404).</exception>
    public async Task<JobView> ReadAsync(Guid jobId, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var (job, markets) = await RequireAsync(unit, jobId, caller, cancellationToken);
        var analysis = job.State == JobState.Completed
            ? (await unit.Jobs.FindAnalysisAsync(jobId, cancellationToken))?.Content
            : null;
        return new JobView(job, markets, job.IsEnded ? null : feed.Current(jobId), analysis);
    }

    /// <summary>The JSON of a job's analysis, byte for byte as it is kept.</summary>
    /// <exception cref="RefusedException">There is none, or not for this person (404).</exception>
    public async Task<byte[]> ReadAnalysisAsync(Guid jobId, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        var (job, _) = await RequireAsync(unit, jobId, caller, cancellationToken);
        return (job.State == JobState.Completed ? await unit.Jobs.FindAnalysisJsonAsync(jobId, cancellationToken) : null)
            ?? throw new RefusedException(
                RefusalKind.NotFound, "analysis_not_found", "This job has no analysis: it failed, was called off, or goes on.");
    }

    private static async Task<(AnalysisJob Job, List<Market> Markets)> RequireAsync(
        IUnitOfWork unit, Guid jobId, Caller caller, CancellationToken cancellationToken)
    {
        var job = await unit.Jobs.FindAsync(jobId, cancellationToken);
        var markets = new List<Market>();
        foreach (var marketId in job?.MarketIds ?? [])
        {
            if (await unit.Markets.FindAsync(marketId, cancellationToken) is { } market)
                markets.Add(market);
        }

        if (job is null || !(job.IsReadableBy(caller) || markets.Exists(market => market.HostId == caller.Id)))
        {
            throw new RefusedException(
                RefusalKind.NotFound, "job_not_found", "There is no such job, or it is not yours to see.");
        }

        return (job, markets);
    }

    /// <summary>A job when it has ended, or null when that takes longer than the caller waits.</summary>
    public async Task<JobView?> WaitAsync(
        Guid jobId, Caller caller, TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(longest, time);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var subscription = feed.Subscribe(jobId);
        try
        {
            var job = await ReadAsync(jobId, caller, waiting.Token);
            if (job.Job.IsEnded)
                return job;
            await foreach (var _ in FollowAsync(subscription, waiting.Token))
            {
                // Only the end is waited for, and it ends the enumeration.
            }

            return await ReadAsync(jobId, caller, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
