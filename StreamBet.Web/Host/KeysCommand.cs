using System.Globalization;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets.Accounts;
using StreamBet.Core.People;
using StreamBet.Core.People.Keys;

namespace StreamBet.Web.Host;

/// <summary>The command <c>keys</c>: lists, makes and revokes API keys in a data directory, whether or not its server runs.</summary>
internal static class KeysCommand
{
    private const string Usage =
        $"""
        keys list | keys add --name NAME [--role ROLE] | keys revoke ID

          list         prints the keys in force, without their secrets
          add          makes a key for a program and prints it, this once
          --name NAME  the program's name; it has an account of its own
          --role ROLE  viewer (unless named), host or operator
          revoke ID    revokes a key, whoever made it
        {DataStore.Usage}

        The server may run meanwhile. It takes a new key at once and refuses a revoked one within 5 seconds. Ends with 0, or with
        2 when nothing was done.
        """;

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">The arguments after <c>keys</c>.</param>
    /// <param name="output">Receives the list or the new key.</param>
    /// <param name="error">Receives why nothing was done.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>0, or 2 when nothing was done.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var given = arguments.ToList();
        var (directory, database) = (DataStore.TakeDirectory(given), DataStore.TakeDatabase(given));
        var (name, role) = (DataStore.Take(given, "--name"), DataStore.Take(given, "--role"));
        var isKnown = (given, name, role) is (["list"], null, null) or (["add"], not null, _) or (["revoke", { Length: > 0 }], null, null);
        if (!isKnown)
        {
            await error.WriteLineAsync(Usage);
            return 2;
        }

        return await DataStore.RunAsync(() => RunAsync(given, name, role, (directory, database), output, cancellationToken), error);
    }

    private static async Task RunAsync(
        List<string> given, string? name, string? role, (string Directory, string Database) data, TextWriter output, CancellationToken cancellationToken)
    {
        await using var services = DataStore.Open(data.Directory, data.Database);
        await DataStore.EnsureCurrentAsync(services, data.Directory, data.Database, cancellationToken);
        var keys = services.GetRequiredService<KeyRing>();
        switch (given[0])
        {
            case "list":
                await ListAsync(keys, output, cancellationToken);
                break;
            case "add":
                await AddAsync(keys, name!, AccountSecurity.ReadRole(role), output, cancellationToken);
                break;
            case var _ when !await keys.RevokeAsync(null, given[1], cancellationToken):
                throw new InvalidDataException("There is no such key in force. \"keys list\" prints those that are.");
            default:
                await output.WriteLineAsync($"Revoked {given[1]}.");
                break;
        }
    }

    private static async Task ListAsync(KeyRing keys, TextWriter output, CancellationToken cancellationToken)
    {
        foreach (var key in await keys.ListAsync(null, cancellationToken))
        {
            var used = key.UsedAt is { } at ? $"last used {Format(at)}" : "never used";
            await output.WriteLineAsync(
                $"{key.Id}  {key.Role.ToString().ToLowerInvariant(),-8}  {key.PersonId}  \"{key.Name}\"  made {Format(key.MadeAt)}, {used}");
        }
    }

    private static async Task AddAsync(
        KeyRing keys, string name, Role role, TextWriter output, CancellationToken cancellationToken)
    {
        var kept = DisplayText.Check(name, Person.MaxNameLength, "key_name", $"--name is one line of 1 to {Person.MaxNameLength} characters.");
        var made = await keys.AddAsync(new Caller(Caller.KeyPrefix + kept, kept, role, ""), kept, role, cancellationToken);
        await output.WriteLineAsync(made.Secret);
    }

    private static string Format(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
