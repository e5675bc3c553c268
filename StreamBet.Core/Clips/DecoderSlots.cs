namespace StreamBet.Core.Clips;

/// <summary>Limits how many decoders take frames at the same time, for all clips together; more would only slow each
/// down.</summary>
public sealed class DecoderSlots : IDisposable
{
    /// <summary>The number of decoders.</summary>
    public const int Max = 2;

    private readonly SemaphoreSlim _free = new(Max);

    /// <summary>Waits for a slot; disposing of the result frees it again.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new Slot(_free);
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private sealed class Slot(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
