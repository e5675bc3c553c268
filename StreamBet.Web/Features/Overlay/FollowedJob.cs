using StreamBet.Core.Clips;

namespace StreamBet.Web.Features.Overlay;

/// <summary>The job of the clip that an overlay waits for; says when it gets on.</summary>
internal sealed class FollowedJob(OverlayReader reader, Action changed) : IDisposable
{
    private Guid? _id;
    private JobSubscription? _subscription;

    /// <summary>Follows a job in place of the one before; null for none.</summary>
    public void Follow(Guid? id)
    {
        if (id == _id)
            return;
        _subscription?.Dispose();
        (_id, _subscription) = (id, null);
        if (id is not { } next)
            return;
        _subscription = reader.Jobs.Subscribe(next);
        _ = PumpAsync(_subscription);
    }

    /// <inheritdoc/>
    public void Dispose() => _subscription?.Dispose();

    // It ends with the job or, after the subscription was disposed of, with the memory of it: nothing else holds it.
    private async Task PumpAsync(JobSubscription subscription)
    {
        changed();
        await foreach (var _ in subscription.ReadAsync(CancellationToken.None))
            changed();
    }
}
