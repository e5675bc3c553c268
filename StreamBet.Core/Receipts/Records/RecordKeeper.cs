namespace StreamBet.Core.Receipts.Records;

/// <summary>A server's record, and the same as JSON.</summary>
/// <param name="Figures">The figures.</param>
/// <param name="Json">What <see cref="RecordFigures.ToBytes"/> gives.</param>
public sealed record KeptRecord(RecordFigures Figures, ReadOnlyMemory<byte> Json)
{
    internal static KeptRecord Of(Record record)
    {
        var figures = record.ToFigures();
        return new KeptRecord(figures, figures.ToBytes());
    }
}

/// <summary>Keeps this server's record in memory. Each receipt is read once after a start, when somebody first asks.</summary>
public sealed class RecordKeeper(ReceiptReader receipts) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1);
    private readonly Record _record = new();
    private KeptRecord _kept = KeptRecord.Of(new Record());

    /// <summary>The record up to the last receipt.</summary>
    /// <param name="cancellationToken">Ends the wait. What was counted until then is kept.</param>
    public async Task<KeptRecord> ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            // Reading is synchronous in SQLite, and the first time is long.
            return await Task.Run(() => CatchUpAsync(cancellationToken), cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private async Task<KeptRecord> CatchUpAsync(CancellationToken cancellationToken)
    {
        await foreach (var bytes in receipts.ReadChainAsync(_record.Receipts, cancellationToken))
            _record.Add(Receipt.Parse(bytes).Content);
        if (_kept.Figures.Receipts != _record.Receipts)
            _kept = KeptRecord.Of(_record);
        return _kept;
    }
}
