namespace StreamBet.Core.People.Sessions;

/// <summary>Sessions and transfer codes, within a unit of work.</summary>
public interface ISessionStore
{
    /// <summary>The session with this id, or null.</summary>
    Task<Session?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Adds a session.</summary>
    void Add(Session session);

    /// <summary>A person's sessions that were not ended, the last used first.</summary>
    Task<IReadOnlyList<Session>> OfAsync(string personId, int count, CancellationToken cancellationToken);

    /// <summary>Ends all sessions of a person but one, or all.</summary>
    Task RevokeAllAsync(string personId, string? exceptId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Deletes the sessions whose cookies have expired since: not used, or ended, before this time.</summary>
    Task SweepAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>The transfer code with this digest, or null.</summary>
    Task<TransferCode?> FindCodeAsync(string hash, CancellationToken cancellationToken);

    /// <summary>Puts a transfer code in the place of the person's earlier one.</summary>
    Task ReplaceCodeAsync(TransferCode code, CancellationToken cancellationToken);

    /// <summary>Deletes a person's transfer code, if they have one.</summary>
    Task DropCodeAsync(string personId, CancellationToken cancellationToken);
}
