using System.Threading.Channels;

namespace StreamBet.Core.Webhooks;

/// <summary>Wakes the deliverer when there is something to send.</summary>
public sealed class DeliverySignal
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes it, once for however many calls came before it looked.</summary>
    public void Give() => _signals.Writer.TryWrite(true);

    /// <summary>Waits until the next signal, or until a time has passed.</summary>
    internal async Task WaitAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var passed = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(passed.Token, cancellationToken);
        try
        {
            await _signals.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time has passed.
        }
    }
}
