using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Clips;

/// <summary>The current status of a job.</summary>
/// <param name="JobId">The job.</param>
/// <param name="State">Its state.</param>
/// <param name="BytesReceived">Bytes received so far.</param>
/// <param name="BytesExpected">The announced size in bytes; null if not announced.</param>
/// <param name="Progress">The progress of the analysis; null before its first report.</param>
public sealed record JobStatus(
    Guid JobId, JobState State, long BytesReceived, long? BytesExpected, AnalysisProgress? Progress)
{
    /// <summary>Its place among the clips that wait for their analysis, from 1; null when it does not wait.</summary>
    public int? Place { get; init; }

    /// <summary>Whether the job has ended.</summary>
    internal bool IsFinal => State is JobState.Completed or JobState.Failed or JobState.Cancelled;
}

/// <summary>Publishes the status of jobs as they change, on whichever server. Publishing never waits: each subscriber buffers only
/// the newest status, so a slow one skips steps, delays nobody and uses no more memory.</summary>
public sealed class JobFeed
{
    private const string Topic = "jobs";

    // Of one step, other servers are told no more often than people can follow.
    private static readonly TimeSpan BetweenTold = TimeSpan.FromMilliseconds(250);

    private readonly ServerNews _news;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<Guid, JobStatus> _current = new();
    private readonly ConcurrentDictionary<Guid, (JobState State, long At)> _told = new();
    private readonly Lock _gate = new();
    private ImmutableDictionary<Guid, ImmutableList<Channel<JobStatus>>> _subscribers =
        ImmutableDictionary<Guid, ImmutableList<Channel<JobStatus>>>.Empty;

    /// <summary>Publishes what this server says, and what others tell.</summary>
    public JobFeed(ServerNews news, TimeProvider time)
    {
        (_news, _time) = (news, time);
        news.Hear<JobStatus>(Topic, Show);
    }

    /// <summary>Raised for each status, before its subscribers get it.</summary>
    internal event Action<JobStatus>? Published;

    /// <summary>The jobs that have a status or a subscriber.</summary>
    internal IEnumerable<Guid> Followed => _current.Keys.Union(Volatile.Read(ref _subscribers).Keys);

    /// <summary>The latest status of a job that a server is working on; otherwise null.</summary>
    public JobStatus? Current(Guid jobId) => _current.GetValueOrDefault(jobId);

    /// <summary>Publishes a status. A final one ends every subscription to the job.</summary>
    public void Publish(JobStatus status)
    {
        Show(status);
        if (IsToBeTold(status))
            _news.Tell(Topic, status);
    }

    /// <summary>Shows a status that the other servers know.</summary>
    internal void Show(JobStatus status)
    {
        Published?.Invoke(status);
        var isFinal = status.IsFinal;
        if (isFinal)
        {
            _current.TryRemove(status.JobId, out _);
            _told.TryRemove(status.JobId, out _);
            ClipTrace.End(status.JobId, status.State);
        }
        else
        {
            _current[status.JobId] = status;
        }

        foreach (var channel in Subscribers(status.JobId))
        {
            channel.Writer.TryWrite(status);
            if (isFinal)
                channel.Writer.TryComplete();
        }
    }

    /// <summary>Publishes the place of a job that still waits for its analysis.</summary>
    internal void TellPlace(Guid jobId, int place)
    {
        if (!_current.TryGetValue(jobId, out var status) || status.State != JobState.Queued || status.Place == place)
            return;
        var placed = status with { Place = place };

        // Fails if it was cancelled meanwhile, which is the last that its followers hear.
        if (!_current.TryUpdate(jobId, placed, status))
            return;
        foreach (var channel in Subscribers(jobId))
            channel.Writer.TryWrite(placed);
    }

    /// <summary>Subscribes to a job until it ends. Subscribe before reading the job's stored state; otherwise its end
    /// can be missed.</summary>
    public JobSubscription Subscribe(Guid jobId)
    {
        var channel = Channel.CreateBounded<JobStatus>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
            _subscribers = _subscribers.SetItem(jobId, Subscribers(jobId).Add(channel));
        return new JobSubscription(channel.Reader, () => Unsubscribe(jobId, channel));
    }

    private bool IsToBeTold(JobStatus status)
    {
        if (status.IsFinal)
            return true;
        var now = _time.GetTimestamp();
        if (_told.TryGetValue(status.JobId, out var last) && last.State == status.State && _time.GetElapsedTime(last.At, now) < BetweenTold)
            return false;
        _told[status.JobId] = (status.State, now);
        return true;
    }

    private void Unsubscribe(Guid jobId, Channel<JobStatus> channel)
    {
        lock (_gate)
        {
            var left = Subscribers(jobId).Remove(channel);
            _subscribers = left.IsEmpty ? _subscribers.Remove(jobId) : _subscribers.SetItem(jobId, left);
        }
    }

    private ImmutableList<Channel<JobStatus>> Subscribers(Guid jobId) =>
        Volatile.Read(ref _subscribers).GetValueOrDefault(jobId, []);
}

/// <summary>A subscription to a job. Disposing it unsubscribes.</summary>
public sealed class JobSubscription : IDisposable
{
    private readonly ChannelReader<JobStatus> _reader;
    private readonly Action _unsubscribe;

    internal JobSubscription(ChannelReader<JobStatus> reader, Action unsubscribe) =>
        (_reader, _unsubscribe) = (reader, unsubscribe);

    /// <summary>Yields the newest status since the last one read; ends with the job.</summary>
    public async IAsyncEnumerable<JobStatus> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var status in _reader.ReadAllAsync(cancellationToken))
            yield return status;
    }

    /// <inheritdoc/>
    public void Dispose() => _unsubscribe();
}
