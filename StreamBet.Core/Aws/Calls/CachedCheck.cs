namespace StreamBet.Core.Aws.Calls;

/// <summary>Whether a service answers, asked no more often than its answer may change: whoever asks meanwhile hears the last
/// one, and those who ask at once share one question.</summary>
/// <param name="ask">Asks.</param>
/// <param name="isWell">Whether an answer says that all is well.</param>
/// <param name="time">The clock.</param>
internal sealed class CachedCheck<T>(Func<CancellationToken, Task<T>> ask, Func<T, bool> isWell, TimeProvider time)
{
    /// <summary>How long a good answer is taken for true.</summary>
    public static readonly TimeSpan WhileWell = TimeSpan.FromSeconds(30);

    /// <summary>How long a bad answer is.</summary>
    public static readonly TimeSpan WhileNot = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private Task<T>? _answer;
    private long _askedAt;

    /// <summary>The last answer, or a new one where that is too old.</summary>
    /// <param name="cancellationToken">Ends the waiting of this caller alone.</param>
    public Task<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_answer is null || IsOutdated(_answer))
                _answer = AskAsync();
            return _answer.WaitAsync(cancellationToken);
        }
    }

    private bool IsOutdated(Task<T> answer) => answer.IsCompleted
        && (!answer.IsCompletedSuccessfully
            || time.GetElapsedTime(_askedAt) > (isWell(answer.Result) ? WhileWell : WhileNot));

    private async Task<T> AskAsync()
    {
        _askedAt = time.GetTimestamp();
        using var limit = new CancellationTokenSource(Limit, time);
        return await ask(limit.Token);
    }
}
