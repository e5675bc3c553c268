namespace StreamBet.Core.People.Sessions;

/// <summary>A session in memory. What changes is set from any thread; each value is written whole.</summary>
internal sealed class KnownSession(SessionToken token, Role role, bool isStored, DateTimeOffset seenAt)
{
    private long _seenAt = seenAt.UtcTicks;
    private volatile bool _isStored = isStored;
    private volatile bool _isEnded;

    /// <summary>Its cookie.</summary>
    public SessionToken Token => token;

    /// <summary>The session as others see it.</summary>
    public LiveSession Live { get; } = new(token.Id, token.PersonId, role);

    /// <summary>Whether it is in the database.</summary>
    public bool IsStored { get => _isStored; set => _isStored = value; }

    /// <summary>Whether it was ended.</summary>
    public bool IsEnded { get => _isEnded; set => _isEnded = value; }

    /// <summary>When it was last used, to the hour.</summary>
    public DateTimeOffset SeenAt
    {
        get => new(Interlocked.Read(ref _seenAt), TimeSpan.Zero);
        set => Interlocked.Exchange(ref _seenAt, value.UtcTicks);
    }
}
