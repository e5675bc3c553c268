using System.Globalization;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.People;

/// <summary>Which names people may have: no two can be taken for each other, nor for the server or its operator.</summary>
public static class Names
{
    private const string Local = "Local", Operator = "Operator";

    /// <summary>The names of the server and its operator, each with the id of who may have it; null for nobody.</summary>
    internal static readonly IReadOnlyList<(string Name, string? Owner)> OfServer =
    [
        (Local, Caller.LocalId),
        (Operator, Caller.OperatorId),
        .. new[]
        {
            Person.ServerName, Person.HouseName, Person.ClosedName, "Server", "House", "The operator", "StreamBet", "System", "Admin", "Administrator",
            "Moderator",
        }.Select(name => (name, (string?)null)),
    ];

    /// <summary>The name of someone who has not chosen one.</summary>
    /// <param name="id">Their id; see <see cref="Caller.Id"/>.</param>
    public static string FirstOf(string id) => id switch
    {
        Caller.SystemId => Person.ServerName,
        Caller.HouseId => Person.HouseName,
        Caller.LocalId => Local,
        Caller.OperatorId => Operator,
        _ when id.StartsWith(Caller.GuestPrefix, StringComparison.Ordinal) =>
            $"Guest {string.Concat(id.Skip(Caller.GuestPrefix.Length).Take(4)).ToUpperInvariant()}",
        _ when id.StartsWith(Caller.KeyPrefix, StringComparison.Ordinal) => id[Caller.KeyPrefix.Length..],
        _ => id,
    };

    /// <summary>Checks a name that a person chose and removes surrounding white space.</summary>
    /// <exception cref="RefusedException">It is empty, too long, more than one line, has invisible characters, or is reserved
    /// (422).</exception>
    internal static string Check(this ReservedNames reserved, string? name, string id)
    {
        var kept = DisplayText.Check(
            name, Person.MaxNameLength, "name", $"A name is one line of 1 to {Person.MaxNameLength} characters.");
        return reserved.Has(Look.Of(kept), id)
            ? throw new RefusedException(
                RefusalKind.Unprocessable, "name",
                $"\"{kept}\" is reserved for this server, its operator or a program, or looks like a name that is. Choose another name.")
            : kept;
    }

    /// <summary>Whether a person may have a name.</summary>
    internal static async Task<bool> IsFreeAsync(
        this IPersonStore people, string name, string id, CancellationToken cancellationToken)
    {
        var look = Look.Of(name);
        return !people.IsReserved(look, id) && !await people.IsTakenAsync(look, id, cancellationToken);
    }

    /// <summary>The name that a person wants or, if it is taken, the first free one with a number from 2 after it.</summary>
    internal static async Task<string> FreeNameAsync(
        this IPersonStore people, string wanted, string id, CancellationToken cancellationToken) =>
        await people.IsFreeAsync(wanted, id, cancellationToken)
            ? wanted
            : (await people.NumberedNameAsync(wanted, 2, id, cancellationToken)).Name;

    /// <summary>The first free name with a number after it.</summary>
    /// <param name="people">The people.</param>
    /// <param name="wanted">The name without a number.</param>
    /// <param name="number">The lowest number.</param>
    /// <param name="id">Whose name it is to be.</param>
    /// <param name="cancellationToken">Cancels it before it ends.</param>
    /// <returns>The name and its number.</returns>
    internal static async Task<(string Name, int Number)> NumberedNameAsync(
        this IPersonStore people, string wanted, int number, string id, CancellationToken cancellationToken)
    {
        // This ends: each number looks different, and a person takes at most two of them, one for each look.
        while (true)
        {
            var name = Numbered(wanted, number);
            if (await people.IsFreeAsync(name, id, cancellationToken))
                return (name, number);
            number++;
        }
    }

    private static string Numbered(string wanted, int number)
    {
        var suffix = string.Create(CultureInfo.InvariantCulture, $" {number}");
        var room = Math.Min(wanted.Length, Person.MaxNameLength - suffix.Length);
        if (char.IsHighSurrogate(wanted[room - 1]))
            room--;
        return wanted[..room].TrimEnd() + suffix;
    }
}
