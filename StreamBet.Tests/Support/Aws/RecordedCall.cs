namespace StreamBet.Tests.Support.Aws;

/// <summary>A call that a service has seen.</summary>
/// <param name="operation">What was asked for.</param>
/// <param name="accessKey">Who signed it; null when nobody did.</param>
/// <param name="at">When it came, by the clock of the service.</param>
internal abstract class RecordedCall(string operation, string? accessKey, DateTimeOffset at)
{
    private volatile string? _outcome;

    public string Operation { get; } = operation;

    public string? AccessKey { get; } = accessKey;

    public DateTimeOffset At { get; } = at;

    /// <summary>OK, the code of an error, Reset or Garbage; Gone when the caller did not wait; null before it is
    /// answered.</summary>
    public string? Outcome => _outcome;

    /// <summary>Notes what becomes of an answer.</summary>
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
