using System.Threading.Channels;

namespace StreamBet.Core.Analysis;

/// <summary>Jobs whose clip waits for its analysis, in the order of arrival. The durable queue is the database; this only
/// wakes the workers. Its length is bounded by <see cref="ClipIntake.MostUnfinished"/>.</summary>
public sealed class WaitingJobs
{
    private readonly Channel<Guid> _channel = Channel.CreateUnbounded<Guid>();

    internal void Enqueue(Guid jobId) => _channel.Writer.TryWrite(jobId);

    internal IAsyncEnumerable<Guid> ReadAllAsync(CancellationToken cancellationToken) =>
        _channel.Reader.ReadAllAsync(cancellationToken);
}
