using Microsoft.Extensions.Logging;
using StreamBet.Core.Kernel;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Clips;

/// <summary>The queue of clips that wait for their analysis, on all servers that share the database.</summary>
public sealed partial class QueuedJobs(
    IUnitOfWorkFactory work, RunningJobs running, WaitingJobs waiting, LivingServers servers, ILogger<QueuedJobs> logger)
{
    /// <summary>The first job that no living server has.</summary>
    public async Task<Guid?> FindNextAsync(CancellationToken cancellationToken)
    {
        foreach (var job in await ReadQueueAsync(cancellationToken))
        {
            // One that is this server's own and not running is being ended.
            if (job.HolderId != servers.Me && !running.IsClaimed(job.Id) && !await servers.LivesAsync(job.HolderId, cancellationToken))
                return job.Id;
        }

        return null;
    }

    /// <summary>Tells those that wait their places.</summary>
    public async Task PlaceAsync(CancellationToken cancellationToken) =>
        waiting.Place([.. (await ReadQueueAsync(cancellationToken)).Where(job => job.State == JobState.Queued).Select(job => job.Id)]);

    /// <summary>Leaves what this server has not finished to another one, which takes it at once.</summary>
    public async Task HandOverAsync()
    {
        try
        {
            await using var unit = await work.BeginAsync(CancellationToken.None);
            foreach (var waits in await unit.Jobs.WaitingAsync(CancellationToken.None))
            {
                if (waits.HolderId == servers.Me)
                    (await unit.Jobs.FindAsync(waits.Id, CancellationToken.None))!.Release();
            }

            await unit.CommitAsync(CancellationToken.None);
            waiting.Tell();
        }
        catch (Exception fault)
        {
            LogNotHandedOver(fault);
        }
    }

    private async Task<IReadOnlyList<WaitingJob>> ReadQueueAsync(CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        return await unit.Jobs.WaitingAsync(cancellationToken);
    }

    [LoggerMessage(106, LogLevel.Error, "Jobs could not be handed over to another server; it takes them when this one is found gone.")]
    private partial void LogNotHandedOver(Exception exception);
}
