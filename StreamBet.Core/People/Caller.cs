namespace StreamBet.Core.People;

/// <summary>What a person may do; see the table in docs/rule.md.</summary>
public enum Role
{
    /// <summary>A visitor identified by a browser cookie.</summary>
    Guest,

    /// <summary>An API key with a guest's rights.</summary>
    Viewer,

    /// <summary>An API key, or the account <c>local</c>, that runs markets.</summary>
    Host,

    /// <summary>Runs this server: may void, bind, cancel and read everything.</summary>
    Operator,
}

/// <summary>The person or program that makes a request.</summary>
/// <param name="Id">Stable id: "guest:…", "key:…", "local" or "operator".</param>
/// <param name="Name">The name that others see.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Address">The network address of the request; grants of credits are counted per address.</param>
public sealed record Caller(string Id, string Name, Role Role, string Address)
{
    /// <summary>The id of the server in audit entries.</summary>
    public const string SystemId = "system";

    /// <summary>The id of the house, the counterparty in practice markets.</summary>
    public const string HouseId = "house";

    /// <summary>The id of the account of calls from this machine.</summary>
    public const string LocalId = "local";

    /// <summary>The id of who signed in with the operator's link.</summary>
    public const string OperatorId = "operator";

    /// <summary>What the ids of guests and of API keys start with.</summary>
    public const string GuestPrefix = "guest:", KeyPrefix = "key:";

    /// <summary>The session of their browser; null for a program.</summary>
    public string? SessionId { get; init; }

    /// <summary>The key by which a program acts for a person; null for a browser and for a key of the settings.</summary>
    public string? KeyId { get; init; }

    /// <summary>Whether theirs is an account that anyone can have, by opening the page; in a browser or by a key of it.</summary>
    public bool IsGuest => Id.StartsWith(GuestPrefix, StringComparison.Ordinal);

    /// <summary>Whether they run this server.</summary>
    public bool IsOperator => Role == Role.Operator;
}
