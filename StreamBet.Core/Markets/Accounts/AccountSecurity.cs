using StreamBet.Core.Access;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Core.People.Keys;
using StreamBet.Core.People.Sessions;

namespace StreamBet.Core.Markets.Accounts;

/// <summary>What signs people in, for those who may see and end it: their sessions, their keys and their transfer code.</summary>
public sealed class AccountSecurity(SessionKeeper sessions, KeyRing keys, TransferCodes codes, IUnitOfWorkFactory work)
{
    /// <summary>A person by name or id, for an operator.</summary>
    /// <exception cref="RefusedException">The caller is no operator (403), or nobody has that name or id (404).</exception>
    public async Task<Person> FindPersonAsync(Caller caller, string? nameOrId, CancellationToken cancellationToken)
    {
        if (!AccountAccess.MayManageOthers(caller))
            throw new RefusedException(RefusalKind.Forbidden, "forbidden", "Only an operator can look somebody up.");
        var asked = (nameOrId ?? "").Trim();
        await using var unit = await work.ReadAsync(cancellationToken);

        // An id first: somebody may have taken another's id as a name.
        return await unit.People.FindAsync(asked, cancellationToken)
            ?? await unit.People.FindByNameAsync(asked, cancellationToken)
            ?? throw new RefusedException(RefusalKind.NotFound, "person_not_found", "Nobody here has that name.");
    }

    /// <summary>A person's sessions that are signed in, the last used first.</summary>
    /// <exception cref="RefusedException">The caller is neither this person nor an operator (403).</exception>
    public Task<IReadOnlyList<Session>> SessionsAsync(Caller caller, string personId, CancellationToken cancellationToken)
    {
        EnsureMayManage(caller, personId);
        return sessions.ListAsync(personId, caller.Id == personId ? caller.SessionId : null, cancellationToken);
    }

    /// <summary>Ends a session of a person.</summary>
    /// <exception cref="RefusedException">The caller may not (403), or they have no such session (404).</exception>
    public async Task EndSessionAsync(Caller caller, string personId, string sessionId, CancellationToken cancellationToken)
    {
        EnsureMayManage(caller, personId);
        if (!await sessions.EndAsync(personId, sessionId, cancellationToken))
        {
            throw new RefusedException(
                RefusalKind.NotFound, "session_not_found", "There is no such session, or it has ended already. Look at the list again.");
        }
    }

    /// <summary>Ends all sessions of a person, but not the one that asks for it.</summary>
    /// <exception cref="RefusedException">The caller is neither this person nor an operator (403).</exception>
    public Task EndSessionsAsync(Caller caller, string personId, CancellationToken cancellationToken)
    {
        EnsureMayManage(caller, personId);
        return sessions.EndAllAsync(personId, caller.Id == personId ? caller.SessionId : null, cancellationToken);
    }

    /// <summary>A person's keys, oldest first.</summary>
    /// <exception cref="RefusedException">The caller is neither this person nor an operator (403).</exception>
    public Task<IReadOnlyList<PersonKey>> KeysAsync(Caller caller, string personId, CancellationToken cancellationToken)
    {
        EnsureMayManage(caller, personId);
        return keys.ListAsync(personId, cancellationToken);
    }

    /// <summary>Makes a key that acts for the caller.</summary>
    /// <param name="caller">The person.</param>
    /// <param name="name">What they call it.</param>
    /// <param name="role">viewer, host or operator; viewer if null.</param>
    /// <param name="cancellationToken">Cancels it before it is committed.</param>
    /// <exception cref="RefusedException">A part is invalid (422), the role is more than theirs or they came with a key (403), or
    /// they have too many keys (409).</exception>
    public Task<MadeKey> AddKeyAsync(Caller caller, string? name, string? role, CancellationToken cancellationToken)
    {
        if (!AccountAccess.MayMakeKeys(caller))
        {
            throw new RefusedException(
                RefusalKind.Forbidden, "not_by_key",
                "A key can't make keys. Make them on the account page, or on the server with the command keys.");
        }

        var kind = ReadRole(role);
        return AccountAccess.MayGive(caller, kind)
            ? keys.AddAsync(caller, name, kind, cancellationToken)
            : throw new RefusedException(
                RefusalKind.Forbidden, "key_role", "A key can do at most what you can. Choose a lesser role.");
    }

    /// <summary>Revokes a key of a person.</summary>
    /// <exception cref="RefusedException">The caller may not (403), or they have no such key (404).</exception>
    public async Task RevokeKeyAsync(Caller caller, string personId, string keyId, CancellationToken cancellationToken)
    {
        EnsureMayManage(caller, personId);
        if (!await keys.RevokeAsync(personId, keyId, cancellationToken))
        {
            throw new RefusedException(
                RefusalKind.NotFound, "key_not_found", "There is no such key, or it was revoked already. Look at the list again.");
        }
    }

    /// <summary>Makes a code that takes the caller's account to another device.</summary>
    /// <exception cref="RefusedException">They are no guest, or came with a key (403).</exception>
    public Task<ShownCode> MakeCodeAsync(Caller caller, CancellationToken cancellationToken) => AccountAccess.MayTransfer(caller)
        ? codes.MakeAsync(caller, cancellationToken)
        : throw new RefusedException(
            RefusalKind.Forbidden, "not_transferable",
            "Only the account of a guest can be taken to another device, from its browser. An operator signs in by the operator's link.");

    /// <summary>Reads a key's role as a person writes it.</summary>
    /// <exception cref="RefusedException">It is none (422).</exception>
    public static Role ReadRole(string? role) => (role ?? "viewer").ToLowerInvariant() switch
    {
        "viewer" => Role.Viewer,
        "host" => Role.Host,
        "operator" => Role.Operator,
        _ => throw new RefusedException(
            RefusalKind.Unprocessable, "role", $"\"{DisplayText.Visible(role!)}\" is not a role. It is viewer, host or operator."),
    };

    private static void EnsureMayManage(Caller caller, string personId)
    {
        if (caller.Id != personId && !AccountAccess.MayManageOthers(caller))
            throw new RefusedException(RefusalKind.Forbidden, "forbidden", "Only an operator can do this for somebody else.");
        if (caller.Id == personId && !AccountAccess.MayManage(caller))
        {
            throw new RefusedException(
                RefusalKind.Forbidden, "not_by_key",
                "A key can't see or change what signs its owner in. Do this on the account page, in the browser that has the account.");
        }
    }
}
