namespace StreamBet.Core.Clips;

/// <summary>Limits how many decoders take frames at the same time, for all clips together; more would only slow each
/// down.</summary>
public sealed class DecoderSlots : IDisposable
{
    /// <summary>The number of decoders.</summary>
    public const int Max = 2;

    private readonly SemaphoreSlim _free = new(Max);

    // One slot is never held long.
    private readonly SemaphoreSlim _freeForLong = new(Max - 1);

    /// <summary>Waits for a slot; disposing of the result frees it again.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new Slot(_free);
    }

    /// <summary>Waits for a slot for work that may take as long as a clip; all but one may be held so. Disposing of the result frees
    /// it again.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<IDisposable> TakeLongAsync(CancellationToken cancellationToken)
    {
        await _freeForLong.WaitAsync(cancellationToken);
        try
        {
            await _free.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _freeForLong.Release();
            throw;
        }

        return new Slot(_free, _freeForLong);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _free.Dispose();
        _freeForLong.Dispose();
    }

    private sealed class Slot(params SemaphoreSlim[] taken) : IDisposable
    {
        public void Dispose()
        {
            foreach (var free in taken)
                free.Release();
        }
    }
}
