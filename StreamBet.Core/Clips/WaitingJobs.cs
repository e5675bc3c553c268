using StreamBet.Core.Kernel;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Clips;

/// <summary>The queue of clips that wait for their analysis: first those that decide markets, and within each kind by their turns, so
/// that whoever sends many clips holds nobody up (<see cref="AnalysisJob.QueueBehind"/>). The queue itself is in the database, where
/// every server takes from it; this tells when it has changed. Its length is limited by <see cref="ClipReadiness.MaxWaiting"/>.</summary>
public sealed class WaitingJobs
{
    private const string Topic = "queue";

    private readonly JobFeed _feed;
    private readonly ServerNews _news;
    private TaskCompletionSource _change = NewChange();
    private int _count;

    /// <summary>Hears of other servers' changes.</summary>
    public WaitingJobs(JobFeed feed, ServerNews news)
    {
        (_feed, _news) = (feed, news);
        news.Hear<string>(Topic, _ => Wake());
        news.Missed += Wake;
    }

    /// <summary>Ends with the next change. Take it before reading the queue; otherwise a change can be missed.</summary>
    internal Task Change => Volatile.Read(ref _change).Task;

    /// <summary>Tells all servers that a job has come or gone.</summary>
    internal void Tell()
    {
        Wake();
        _news.Tell(Topic, "changed");
    }

    /// <summary>Has this server look again.</summary>
    internal void Wake() => Interlocked.Exchange(ref _change, NewChange()).SetResult();

    /// <summary>Tells each waiting job its place.</summary>
    /// <param name="waiting">The jobs in their order.</param>
    internal void Place(IReadOnlyList<Guid> waiting)
    {
        Metrics.WaitingClips.Add(waiting.Count - _count);
        _count = waiting.Count;
        for (var i = 0; i < waiting.Count; i++)
            _feed.TellPlace(waiting[i], i + 1);
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>An unfinished job whose clip is here.</summary>
/// <param name="Id">The job.</param>
/// <param name="State">Waiting, or being analysed.</param>
/// <param name="IsUnbound">Whether it decides no market.</param>
/// <param name="TurnAt">Where it stands among those of its kind.</param>
/// <param name="HolderId">The server at work on it; null if none is.</param>
public sealed record WaitingJob(Guid Id, JobState State, bool IsUnbound, DateTimeOffset TurnAt, Guid? HolderId);
