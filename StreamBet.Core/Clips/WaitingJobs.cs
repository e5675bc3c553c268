using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Clips;

/// <summary>Jobs waiting for analysis: first those that decide markets, and within each kind in the order of their
/// offers. The durable queue is the database; this only wakes the workers. Its length is limited by
/// <see cref="ClipIntake.MaxWaiting"/>.</summary>
public sealed class WaitingJobs
{
    private readonly Channel<Ticket> _channel = Channel.CreateUnboundedPrioritized<Ticket>();

    internal void Enqueue(AnalysisJob job)
    {
        // One that a restarted server takes up again has no trace.
        ClipTrace.Begin(job.Id);
        Metrics.WaitingClips.Add(1);
        _channel.Writer.TryWrite(new Ticket(job.MarketIds.Count == 0, job.CreatedAt, job.Id));
    }

    internal async IAsyncEnumerable<Ticket> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var ticket in _channel.Reader.ReadAllAsync(cancellationToken))
        {
            Metrics.WaitingClips.Add(-1);
            yield return ticket;
        }
    }

    /// <summary>A job's place in the queue.</summary>
    internal readonly record struct Ticket(bool IsUnbound, DateTimeOffset OfferedAt, Guid JobId) : IComparable<Ticket>
    {
        public int CompareTo(Ticket other) =>
            (IsUnbound, OfferedAt, JobId).CompareTo((other.IsUnbound, other.OfferedAt, other.JobId));
    }
}
