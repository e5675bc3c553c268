using StreamBet.Core.Kernel;

namespace StreamBet.Core.People;

/// <summary>Someone who has opened a market, staked or uploaded a clip.</summary>
public sealed class Person
{
    /// <summary>The names of the server and of the house in practice markets; nobody else may use them.</summary>
    public const string ServerName = "The server", HouseName = "The house";

    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 40;

    /// <summary>Stable id; see <see cref="Caller.Id"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The name that others see.</summary>
    public required string Name { get; set; }

    /// <summary>When they first did one of these.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    // Nobody may impersonate the server or its operator.
    private static readonly HashSet<string> Reserved =
        new(StringComparer.OrdinalIgnoreCase) { ServerName, HouseName, "Operator", "The operator", "Local", "StreamBet" };

    /// <summary>Checks a name and removes surrounding white space.</summary>
    /// <exception cref="RefusedException">It is empty, too long, more than one line, or reserved (422).</exception>
    public static string CheckName(string? name)
    {
        var kept = (name ?? "").Trim();
        if (Reserved.Contains(string.Join(' ', kept.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))))
        {
            throw new RefusedException(
                RefusalKind.Unprocessable, "name", $"\"{kept}\" is reserved for this server and its operator. Choose another name.");
        }

        return kept.Length is > 0 and <= MaxNameLength && !kept.Any(char.IsControl)
            ? kept
            : throw new RefusedException(
                RefusalKind.Unprocessable, "name", $"A name is one line of 1 to {MaxNameLength} characters.");
    }
}

/// <summary>A guest's first credits, counted by address and day.</summary>
public sealed class Grant
{
    /// <summary>How many guests per address get credits a day.</summary>
    public const int MaxPerAddressAndDay = 5;

    /// <summary>The credits per grant.</summary>
    public const long Amount = 1_000;

    /// <summary>The person who received it.</summary>
    public required string PersonId { get; init; }

    /// <summary>Their network address.</summary>
    public required string Address { get; init; }

    /// <summary>The day, in UTC.</summary>
    public required DateOnly Day { get; init; }
}
