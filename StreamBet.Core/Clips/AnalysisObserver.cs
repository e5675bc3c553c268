using StreamBet.Core.Kernel;

namespace StreamBet.Core.Clips;

/// <summary>Publishes the progress of a job's analysis and stores what a restarted server needs to go on.</summary>
internal sealed class AnalysisObserver(IUnitOfWorkFactory work, JobFeed feed, Guid serverId, AnalysisJob job) : IAnalysisObserver
{
    public void Report(AnalysisProgress progress) => feed.Publish(
        new JobStatus(job.Id, JobState.Analyzing, job.Bytes ?? 0, job.Bytes, progress));

    public async Task RememberProviderJobAsync(string providerJobId, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        (await unit.FindHeldAsync(job.Id, serverId, cancellationToken)).Remember(providerJobId);
        await unit.CommitAsync(cancellationToken);
    }

    public async Task<int> BeginAttemptAsync(CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var current = await unit.FindHeldAsync(job.Id, serverId, cancellationToken);
        current.TryAgain();
        await unit.CommitAsync(cancellationToken);
        return current.Attempt;
    }
}
