namespace StreamBet.Core.People.Keys;

/// <summary>The keys that were made on this server, within a unit of work.</summary>
public interface IKeyStore
{
    /// <summary>The key with this id, or null; one that was revoked too.</summary>
    Task<PersonKey?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Adds a key.</summary>
    void Add(PersonKey key);

    /// <summary>The keys that are in force, oldest first: a person's, or everyone's if null.</summary>
    Task<IReadOnlyList<PersonKey>> OfAsync(string? personId, CancellationToken cancellationToken);

    /// <summary>Revokes all keys of a person.</summary>
    Task RevokeAllAsync(string personId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Whether a key of an operator acts for this person.</summary>
    Task<bool> HasOperatorAsync(string personId, CancellationToken cancellationToken);
}
