namespace StreamBet.Core.Servers;

/// <summary>Carries texts to the other servers on the same database, in the order in which they are said. It never waits for
/// them.</summary>
public interface IServerLine
{
    /// <summary>Raised for each text that another server said.</summary>
    event Action<string>? Heard;

    /// <summary>Raised when texts of others may have been lost.</summary>
    event Action? Missed;

    /// <summary>Begins to hear; what others say from then on is not missed.</summary>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Says a text.</summary>
    void Say(string text);

    /// <summary>Ends once what was said is on its way, or can't be.</summary>
    Task CloseAsync();
}

/// <summary>The line, the roll and the counts of a server that has its database to itself.</summary>
public sealed class Alone : IServerLine, IServerRoll, ISharedLimits
{
    /// <inheritdoc/>
    public event Action<string>? Heard
    {
        add { }
        remove { }
    }

    /// <inheritdoc/>
    public event Action? Missed
    {
        add { }
        remove { }
    }

    /// <inheritdoc/>
    public bool IsShared => false;

    /// <inheritdoc/>
    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task CloseAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public void Say(string text)
    {
        // Nobody is there.
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RolledServer>> BeatAsync(ThisServer server, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RolledServer>>([new(server.Id, server.KeyId, TimeSpan.Zero)]);

    /// <inheritdoc/>
    public Task StrikeAsync(IReadOnlyCollection<Guid> ids, TimeSpan silentFor, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask<TimeSpan?> CountAsync(string name, int count, int limit, TimeSpan window) => default;

    /// <inheritdoc/>
    public ValueTask<(int Granted, TimeSpan Wait)?> DrawAsync(string name, int wanted, TokenBucket bucket) => default;

    /// <inheritdoc/>
    public ValueTask<bool?> TakePlaceAsync(string name, Guid place, int limit) => default;

    /// <inheritdoc/>
    public void FreePlace(string name, Guid place)
    {
        // Nobody else counts it.
    }
}
