using System.Runtime.CompilerServices;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Web.Shared.Jobs;

/// <summary>Follows jobs at a pace that a page can render.</summary>
internal sealed class JobFollower(JobReader jobs, TimeProvider time)
{
    /// <summary>The shortest time between two updates: at most ten a second.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>Yields a job as it is now and after each change, until it has ended.</summary>
    /// <exception cref="RefusedException">There is no such job for this person (404).</exception>
    public async IAsyncEnumerable<(JobView Job, double? BytesPerSecond)> FollowAsync(
        Guid jobId, Caller caller, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var speed = new UploadSpeed(time);
        var isFirst = true;
        await foreach (var job in jobs.FollowAsync(jobId, caller, cancellationToken))
        {
            if (!isFirst && job is { State: JobState.Uploading, Status: { } status })
                speed.Count(status.BytesReceived);
            yield return (job, speed.BytesPerSecond);
            if (!isFirst)
                await Task.Delay(Pace, time, cancellationToken);
            isFirst = false;
        }
    }
}
