using StreamBet.Core.Kernel;

namespace StreamBet.Core.People;

/// <summary>Someone who has opened a market, staked or sent a clip here.</summary>
public sealed class Person
{
    /// <summary>What the server itself is called, and the house in practice markets; nobody else may be.</summary>
    public const string ServerName = "The server", HouseName = "The house";

    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 40;

    /// <summary>Stable id; see <see cref="Caller.Id"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The name that others see.</summary>
    public required string Name { get; set; }

    /// <summary>When they first did something here.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    // Nobody is to look like the server, or like who runs it.
    private static readonly HashSet<string> Reserved =
        new(StringComparer.OrdinalIgnoreCase) { ServerName, HouseName, "Operator", "The operator", "Local", "StreamBet" };

    /// <summary>A name as it is kept: without white space around it.</summary>
    /// <exception cref="RefusedException">It is empty, too long, not one line, or the server's own (422).</exception>
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

/// <summary>The credits that a guest got to begin with, counted by address and day.</summary>
public sealed class Grant
{
    /// <summary>How many guests of one address get credits a day.</summary>
    public const int MaxPerAddressAndDay = 5;

    /// <summary>The credits of one grant.</summary>
    public const long Amount = 1_000;

    /// <summary>Who got it.</summary>
    public required string PersonId { get; init; }

    /// <summary>From which network address.</summary>
    public required string Address { get; init; }

    /// <summary>On which day, in UTC.</summary>
    public required DateOnly Day { get; init; }
}
