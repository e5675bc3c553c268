namespace StreamBet.Core.Aws.Calls;

/// <summary>Checks a service and caches the result for a short time. Callers at the same time share one
/// check.</summary>
/// <typeparam name="T">The result of a check.</typeparam>
/// <param name="ask">Runs the check.</param>
/// <param name="isWell">Whether a result is good.</param>
/// <param name="time">The clock.</param>
internal sealed class CachedCheck<T>(Func<CancellationToken, Task<T>> ask, Func<T, bool> isWell, TimeProvider time)
{
    /// <summary>How long a good result is cached.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(30);

    /// <summary>How long a bad result is cached.</summary>
    public static readonly TimeSpan BadFor = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private Task<T>? _answer;
    private long _askedAt;

    /// <summary>Returns the cached result, or runs the check when the cached one is too old.</summary>
    /// <param name="cancellationToken">Stops waiting; the check itself goes on for other callers.</param>
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
            || time.GetElapsedTime(_askedAt) > (isWell(answer.Result) ? GoodFor : BadFor));

    private async Task<T> AskAsync()
    {
        _askedAt = time.GetTimestamp();
        using var limit = new CancellationTokenSource(Limit, time);
        return await ask(limit.Token);
    }
}
