namespace StreamBet.Core.People;

/// <summary>What a person may do; see the table in docs/rule.md.</summary>
public enum Role
{
    /// <summary>A browser's cookie.</summary>
    Guest,

    /// <summary>An API key that may do what a guest may.</summary>
    Viewer,

    /// <summary>An API key, or the account <c>local</c>, for those who run markets.</summary>
    Host,

    /// <summary>Runs this server: may void, bind, cancel and read everything.</summary>
    Operator,
}

/// <summary>Who asks for something.</summary>
/// <param name="Id">Stable id: "guest:…", "key:…", "local" or "operator".</param>
/// <param name="Name">The name that others see.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Address">The network address the request came from; grants of credits are counted by it.</param>
public sealed record Caller(string Id, string Name, Role Role, string Address)
{
    /// <summary>The server itself, in audit entries.</summary>
    public const string SystemId = "system";

    /// <summary>The counterpart in practice markets.</summary>
    public const string HouseId = "house";

    /// <summary>Whether they run this server.</summary>
    public bool IsOperator => Role == Role.Operator;
}
