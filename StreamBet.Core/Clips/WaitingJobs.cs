using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Clips;

/// <summary>Jobs waiting for analysis: first those that decide markets, and within each kind in the order of their
/// offers. The durable queue is the database; this only wakes the workers. Its length is limited by
/// <see cref="ClipIntake.MaxWaiting"/>. It tells each waiting job its place whenever that changes.</summary>
public sealed class WaitingJobs(JobFeed feed)
{
    private readonly Lock _gate = new();
    private readonly SortedSet<Ticket> _places = [];
    private readonly Channel<Ticket> _channel = Channel.CreateUnboundedPrioritized<Ticket>();

    internal void Enqueue(AnalysisJob job)
    {
        // One that a restarted server takes up again has no trace.
        ClipTrace.Begin(job.Id);
        var ticket = new Ticket(job.MarketIds.Count == 0, job.CreatedAt, job.Id);
        ChangePlaces(places => places.Add(ticket));
        _channel.Writer.TryWrite(ticket);
    }

    /// <summary>Counts a job no longer that was cancelled while it waited.</summary>
    internal void Leave(Guid jobId) => ChangePlaces(places => places.RemoveWhere(ticket => ticket.JobId == jobId) > 0);

    internal async IAsyncEnumerable<Ticket> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var ticket in _channel.Reader.ReadAllAsync(cancellationToken))
        {
            // Before the job starts, so that no place is told after that.
            ChangePlaces(places => places.Remove(ticket));
            yield return ticket;
        }
    }

    private void ChangePlaces(Func<SortedSet<Ticket>, bool> change)
    {
        lock (_gate)
        {
            var before = _places.Count;
            if (!change(_places))
                return;
            Metrics.WaitingClips.Add(_places.Count - before);
            var place = 0;
            foreach (var ticket in _places)
                feed.TellPlace(ticket.JobId, ++place);
        }
    }

    /// <summary>A job's place in the queue.</summary>
    internal readonly record struct Ticket(bool IsUnbound, DateTimeOffset OfferedAt, Guid JobId) : IComparable<Ticket>
    {
        public int CompareTo(Ticket other) =>
            (IsUnbound, OfferedAt, JobId).CompareTo((other.IsUnbound, other.OfferedAt, other.JobId));
    }
}
