using StreamBet.Core.People;

namespace StreamBet.Core.Access;

/// <summary>Who may do what with an account. docs/rule.md has the same table in words.</summary>
public static class AccountAccess
{
    /// <summary>Whether this person may make and end what signs them in: sessions, keys, transfer codes. A program with a key that
    /// they made may not, so that a key that fell into wrong hands can be revoked.</summary>
    public static bool MayManage(Caller caller) => caller.KeyId is null;

    /// <summary>Whether this person may make keys: in a session, so that no key of the settings or of this machine makes others that
    /// outlive it.</summary>
    public static bool MayMakeKeys(Caller caller) => caller.SessionId is not null && MayManage(caller);

    /// <summary>Whether this person may end another's sessions and revoke their keys: an operator.</summary>
    public static bool MayManageOthers(Caller caller) => caller.IsOperator;

    /// <summary>Whether this person may make a key with a role: at most their own, and everyone a viewer's.</summary>
    public static bool MayGive(Caller caller, Role role) => role is Role.Viewer || (role is Role.Host or Role.Operator && role <= caller.Role);

    /// <summary>Whether this person may take their account to another device: a guest, in their browser.</summary>
    public static bool MayTransfer(Caller caller) => caller is { IsGuest: true, KeyId: null };

    /// <summary>Whether this person may close their account: a guest, in their browser. The others belong to the server.</summary>
    public static bool MayClose(Caller caller) => MayTransfer(caller);
}
