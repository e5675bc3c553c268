using System.Threading.Channels;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Webhooks;

/// <summary>Wakes the deliverer when there is something to send, on whichever server it runs.</summary>
public sealed class DeliverySignal
{
    private const string Topic = "webhooks";

    private readonly ServerNews _news;
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Also wakes it when another server asks, or when servers are gone.</summary>
    public DeliverySignal(ServerNews news)
    {
        _news = news;
        news.Hear<string>(Topic, _ => Wake());
        news.Missed += Wake;
    }

    /// <summary>Wakes it, once for however many calls came before it looked.</summary>
    public void Give()
    {
        Wake();
        _news.Tell(Topic, "waiting");
    }

    private void Wake() => _signals.Writer.TryWrite(true);

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
