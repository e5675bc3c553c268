namespace StreamBet.Core.Servers;

/// <summary>Which servers share the database. Its clock is the database's, so that theirs may differ.</summary>
public interface IServerRoll
{
    /// <summary>Whether other servers may be on it.</summary>
    bool IsShared { get; }

    /// <summary>Puts this server on the roll, or tells that it still lives.</summary>
    /// <param name="server">This server.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>All servers on the roll, the one that has run longest first.</returns>
    Task<IReadOnlyList<RolledServer>> BeatAsync(ThisServer server, CancellationToken cancellationToken);

    /// <summary>Takes servers off the roll, unless they have beaten since.</summary>
    /// <param name="ids">The servers.</param>
    /// <param name="silentFor">How long they have not beaten.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task StrikeAsync(IReadOnlyCollection<Guid> ids, TimeSpan silentFor, CancellationToken cancellationToken);
}

/// <summary>A server on the roll.</summary>
/// <param name="Id">The server.</param>
/// <param name="KeyId">The id of the key with which it signs receipts.</param>
/// <param name="SilentFor">How long ago it last beat.</param>
public sealed record RolledServer(Guid Id, string KeyId, TimeSpan SilentFor);

/// <summary>This server: one start of one process.</summary>
public sealed class ThisServer
{
    /// <summary>Its id; another one after each start.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The id of the key with which it signs receipts; set before it joins the others.</summary>
    public string KeyId { get; set; } = "";
}
