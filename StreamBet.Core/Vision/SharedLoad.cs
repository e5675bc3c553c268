namespace StreamBet.Core.Vision;

/// <summary>Something that is loaded once, when it is first asked for. A load that failed is tried again.</summary>
/// <param name="load">Loads it.</param>
internal sealed class SharedLoad<T>(Func<T> load) : IDisposable
    where T : class, IDisposable
{
    private readonly Lock _gate = new();
    private Task<T>? _loaded;

    /// <summary>Returns what was loaded; everyone who asks gets the same.</summary>
    public Task<T> GetAsync()
    {
        lock (_gate)
        {
            if (_loaded is null or { IsFaulted: true })
                _loaded = Task.Run(load);
            return _loaded;
        }
    }

    /// <summary>Disposes of what was loaded.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_loaded is { IsCompletedSuccessfully: true })
                _loaded.Result.Dispose();
            _loaded = null;
        }
    }
}
