using StreamBet.Core.Kernel;

namespace StreamBet.Core.People;

/// <summary>Someone who has opened a market, staked or uploaded a clip.</summary>
public sealed class Person
{
    /// <summary>The names of the server and of the house in practice markets; nobody else may use them.</summary>
    public const string ServerName = "The server", HouseName = "The house";

    /// <summary>The name in the place of that of everyone whose account is closed; nobody can choose it.</summary>
    public const string ClosedName = "Closed account";

    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 40;

    /// <summary>Stable id; see <see cref="Caller.Id"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The name that others see.</summary>
    public required string Name { get; init; }

    /// <summary>When they first did one of these.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How the name looks as written; nobody else's looks so. Null until an older version's name is brought under this
    /// rule at the start.</summary>
    public string? WrittenLook { get; private init; }

    /// <summary>How the name looks with its case folded, likewise.</summary>
    public string? FoldedLook { get; private init; }

    /// <summary>When all their sessions were ended; a cookie of an earlier session that is not stored signs nobody in. Null if never.</summary>
    public DateTimeOffset? SessionsFrom { get; private init; }

    /// <summary>When their account was closed; null if it is not. A closed account has no looks, so that many have the same name.</summary>
    public DateTimeOffset? ClosedAt { get; private init; }

    /// <summary>A person with a name that is theirs alone.</summary>
    public static Person Named(string id, string name, DateTimeOffset now)
    {
        var look = Look.Of(name);
        return new Person { Id = id, Name = name, CreatedAt = now, WrittenLook = look.Written, FoldedLook = look.Folded };
    }
}

/// <summary>A guest's first credits, counted by address and day.</summary>
public sealed class Grant
{
    /// <summary>The credits per grant.</summary>
    public const long Amount = 1_000;

    /// <summary>The person who received it.</summary>
    public required string PersonId { get; init; }

    /// <summary>Their network address.</summary>
    public required string Address { get; init; }

    /// <summary>The day, in UTC.</summary>
    public required DateOnly Day { get; init; }
}
