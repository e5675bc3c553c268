using System.Runtime.CompilerServices;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Web.Shared.Jobs;

/// <summary>Follows jobs for those who look on, at a pace that a page can draw.</summary>
internal sealed class JobFollower(JobReader jobs, JobFeed feed, TimeProvider time)
{
    /// <summary>The shortest time between two steps: ten a second at most.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>A job as it is now and after each step, until it has ended.</summary>
    /// <exception cref="RefusedException">There is no such job for this person (404).</exception>
    public async IAsyncEnumerable<(JobView Job, double? BytesPerSecond)> FollowAsync(
        Guid jobId, Caller caller, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var subscription = feed.Subscribe(jobId);
        var speed = new UploadSpeed(time);
        var job = await jobs.ReadAsync(jobId, caller, cancellationToken);
        yield return (job, null);
        if (job.Job.IsEnded)
            yield break;
        await foreach (var status in jobs.FollowAsync(subscription, cancellationToken))
        {
            if (status.State == JobState.Uploading)
                speed.Count(status.BytesReceived);
            job = status.State == job.State
                ? job with { Status = status }
                : await jobs.ReadAsync(jobId, caller, cancellationToken);
            yield return (job, speed.BytesPerSecond);
            await Task.Delay(Pace, time, cancellationToken);
        }
    }
}
