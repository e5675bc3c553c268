using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace StreamBet.Core.Clips;

/// <summary>Where a job is at this moment.</summary>
/// <param name="JobId">The job.</param>
/// <param name="State">Its state.</param>
/// <param name="BytesReceived">Bytes of the clip that have arrived.</param>
/// <param name="BytesExpected">Bytes that were announced; null when they were not.</param>
/// <param name="Progress">The analysis, once it reports; null before.</param>
public sealed record JobStatus(
    Guid JobId, JobState State, long BytesReceived, long? BytesExpected, AnalysisProgress? Progress);

/// <summary>Tells whoever looks on where jobs are, while it happens. Publishing never waits: each subscriber has room for the
/// newest status alone, so that a slow one skips steps and holds up nobody, and takes no more memory.</summary>
public sealed class JobFeed
{
    private readonly ConcurrentDictionary<Guid, JobStatus> _current = new();
    private readonly Lock _gate = new();
    private ImmutableDictionary<Guid, ImmutableList<Channel<JobStatus>>> _subscribers =
        ImmutableDictionary<Guid, ImmutableList<Channel<JobStatus>>>.Empty;

    /// <summary>The latest status of a job that is under way in this process; null for any other.</summary>
    public JobStatus? Current(Guid jobId) => _current.GetValueOrDefault(jobId);

    /// <summary>Makes a status known. A final one ends every subscription to the job.</summary>
    public void Publish(JobStatus status)
    {
        var isFinal = status.State is JobState.Completed or JobState.Failed or JobState.Cancelled;
        if (isFinal)
            _current.TryRemove(status.JobId, out _);
        else
            _current[status.JobId] = status;

        foreach (var channel in Subscribers(status.JobId))
        {
            channel.Writer.TryWrite(status);
            if (isFinal)
                channel.Writer.TryComplete();
        }
    }

    /// <summary>Follows a job from now on until it ends. Begin before reading the job's stored state, or its end can be
    /// missed in between.</summary>
    public JobSubscription Subscribe(Guid jobId)
    {
        var channel = Channel.CreateBounded<JobStatus>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
            _subscribers = _subscribers.SetItem(jobId, Subscribers(jobId).Add(channel));
        return new JobSubscription(channel.Reader, () => Unsubscribe(jobId, channel));
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

/// <summary>Someone following a job. Disposing of it ends the following.</summary>
public sealed class JobSubscription : IDisposable
{
    private readonly ChannelReader<JobStatus> _reader;
    private readonly Action _unsubscribe;

    internal JobSubscription(ChannelReader<JobStatus> reader, Action unsubscribe) =>
        (_reader, _unsubscribe) = (reader, unsubscribe);

    /// <summary>Each status since the last one read, newest only; ends with the job.</summary>
    public async IAsyncEnumerable<JobStatus> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var status in _reader.ReadAllAsync(cancellationToken))
            yield return status;
    }

    /// <inheritdoc/>
    public void Dispose() => _unsubscribe();
}
