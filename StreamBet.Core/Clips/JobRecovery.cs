using Microsoft.Extensions.Logging;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Clips;

/// <summary>Puts in order what servers that are gone have left behind: uploads that were cut off, clips of ended jobs, and followers
/// who were not told of an end. Jobs whose clips had arrived need nothing: any server takes them.</summary>
public sealed partial class JobRecovery(
    IUnitOfWorkFactory work, IClipStore store, IBoundMarkets markets, LivingServers servers, JobFeed feed, TimeProvider time,
    ILogger<JobRecovery> logger)
{
    /// <summary>Does it. Several servers may at the same time.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var unfinished = await ReadUnfinishedAsync(cancellationToken);
        var cut = 0;
        foreach (var job in unfinished.Where(job => job.State == JobState.Uploading))
        {
            if (!await servers.LivesAsync(job.ServerId, cancellationToken) && await EndUploadAsync(job, cancellationToken))
                cut++;
        }

        var swept = await store.SweepAsync(
            async () => (await ReadUnfinishedAsync(cancellationToken)).Select(job => job.Id).ToHashSet(), cancellationToken);
        var here = unfinished.Where(job => job.State != JobState.Uploading).ToList();
        if (here.Count + cut + swept > 0)
            LogRecovered(here.Count, cut, swept);
        foreach (var job in here.Where(job => feed.Current(job.Id) is null))
            feed.Show(new JobStatus(job.Id, job.State, job.Bytes ?? 0, job.Bytes, null));
        await TellEndsAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<AnalysisJob>> ReadUnfinishedAsync(CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        return await unit.Jobs.UnfinishedAsync(cancellationToken);
    }

    private async Task<bool> EndUploadAsync(AnalysisJob seen, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        if (await unit.Jobs.FindAsync(seen.Id, cancellationToken) is not { State: JobState.Uploading } job || job.ServerId != seen.ServerId)
            return false;
        job.Fail(
            "upload_incomplete", "The server was stopped during the upload. Send the clip again.", isPassing: true, time.GetUtcNow());
        await markets.ReleaseAsync(unit, job, Caller.SystemId, "The clip never arrived: the server was stopped.", cancellationToken);
        await unit.CommitAsync(cancellationToken);
        feed.Publish(new JobStatus(job.Id, job.State, 0, null, null));
        return true;
    }

    private async Task TellEndsAsync(CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        foreach (var jobId in feed.Followed.ToList())
        {
            if (await unit.Jobs.FindAsync(jobId, cancellationToken) is { IsEnded: true } job)
                feed.Show(new JobStatus(job.Id, job.State, job.Bytes ?? 0, job.Bytes, null));
        }
    }

    [LoggerMessage(110, LogLevel.Information,
        "Recovered: {Waiting} jobs to be analysed, {Cut} cut uploads ended, {Swept} leftover clips removed.")]
    private partial void LogRecovered(int waiting, int cut, int swept);
}
