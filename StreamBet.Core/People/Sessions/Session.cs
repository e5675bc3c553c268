namespace StreamBet.Core.People.Sessions;

/// <summary>A browser that is signed in as a person, stored once that person has done something.</summary>
public sealed class Session
{
    /// <summary>Its id, which its owner sees: the first 16 digits of <see cref="Hash"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The SHA-256 of the secret in its cookie, 64 lower-case hex digits.</summary>
    public required string Hash { get; init; }

    /// <summary>The person.</summary>
    public required string PersonId { get; init; }

    /// <summary>What the person may do in this session: operator after the operator's link, otherwise guest.</summary>
    public required Role Role { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>When it was last used, to the hour.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>The network that it began in, such as 192.0.2.0/24.</summary>
    public required string Address { get; init; }

    /// <summary>The browser, such as "Firefox on Linux".</summary>
    public required string Browser { get; init; }

    /// <summary>When it was ended; null if it was not.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>A session as its cookie tells it.</summary>
    /// <param name="token">The cookie.</param>
    /// <param name="role">What the person may do in it.</param>
    /// <param name="now">The current time.</param>
    internal static Session Of(SessionToken token, Role role, DateTimeOffset now) => new()
    {
        Id = token.Id,
        Hash = token.Hash,
        PersonId = token.PersonId,
        Role = role,
        MadeAt = token.MadeAt,
        SeenAt = ToHour(now),
        Address = token.Address,
        Browser = token.Browser,
    };

    /// <summary>The hour that a time is in.</summary>
    internal static DateTimeOffset ToHour(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    /// <summary>Whether a cookie is that of this session.</summary>
    internal bool IsOf(SessionToken token) => PersonId == token.PersonId && Secrets.AreSame(Hash, token.Hash);
}

/// <summary>A session as the cookie and the request of a browser tell it.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="Hash">The SHA-256 of the secret, 64 lower-case hex digits.</param>
/// <param name="MadeAt">When the cookie was made.</param>
/// <param name="Address">The network, as <see cref="Traces.NetworkOf"/> writes it.</param>
/// <param name="Browser">The browser, as <see cref="Traces.BrowserOf"/> writes it.</param>
public sealed record SessionToken(string PersonId, string Hash, DateTimeOffset MadeAt, string Address, string Browser)
{
    /// <summary>The session's id.</summary>
    public string Id => Hash[..16];

    /// <summary>The token of a secret.</summary>
    /// <param name="personId">The person.</param>
    /// <param name="secret">The secret in the cookie.</param>
    /// <param name="madeAt">When the cookie was made.</param>
    /// <param name="address">The address of the request.</param>
    /// <param name="userAgent">What the browser calls itself.</param>
    public static SessionToken Of(string personId, string secret, DateTimeOffset madeAt, string address, string userAgent) => new(
        personId, Secrets.HashOf(secret), madeAt, Traces.NetworkOf(address), Traces.BrowserOf(userAgent));
}

/// <summary>A session that is signed in now.</summary>
/// <param name="Id">Its id.</param>
/// <param name="PersonId">The person.</param>
/// <param name="Role">What they may do in it.</param>
public sealed record LiveSession(string Id, string PersonId, Role Role);
