namespace StreamBet.Tests.Support.Aws;

/// <summary>A call that a service received.</summary>
/// <param name="operation">The operation that was called.</param>
/// <param name="accessKey">The access key that signed it; null when it is unsigned.</param>
/// <param name="at">When it arrived, by the service's clock.</param>
internal abstract class RecordedCall(string operation, string? accessKey, DateTimeOffset at)
{
    private volatile string? _outcome;

    public string Operation { get; } = operation;

    public string? AccessKey { get; } = accessKey;

    public DateTimeOffset At { get; } = at;

    /// <summary>OK, an error code, Reset or Garbage; Gone when the caller disconnected; null until it is
    /// answered.</summary>
    public string? Outcome => _outcome;

    /// <summary>Records the outcome of an answer.</summary>
    public async Task NoteAsync(Task<string> answering)
    {
        try
        {
            _outcome = await answering;
        }
        finally
        {
            _outcome ??= "Gone";
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Operation}: {Outcome ?? "not answered yet"}";
}
