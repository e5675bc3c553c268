using System.Globalization;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.Persistence;

namespace StreamBet.Web.Host.Backups;

/// <summary>The command <c>move</c>: copies everything from one kind of database to the other.</summary>
internal static class MoveCommand
{
    private const string Postgres = "postgres";

    private const string Usage =
        $"""
        move --from sqlite --to postgres | move --from postgres --to sqlite

          sqlite       the file in the data directory
          postgres     the database that StreamBet__Database or --database names
        {DataStore.Usage}

        Stop the server first. The target must be empty; the source is not changed. All rows are read again from the copy and
        compared. Ends with 0, or with 2 when nothing was done.
        """;

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">The arguments after <c>move</c>.</param>
    /// <param name="output">Receives what was moved.</param>
    /// <param name="error">Receives why nothing was done.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>0, or 2 when nothing was done.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var given = arguments.ToList();
        var (directory, database) = (DataStore.TakeDirectory(given), DataStore.TakeDatabase(given));
        var ends = (DataStore.Take(given, "--from"), DataStore.Take(given, "--to"));
        if (given.Count > 0 || ends is not ((StreamBetOptions.Sqlite, Postgres) or (Postgres, StreamBetOptions.Sqlite)))
        {
            await error.WriteLineAsync(Usage);
            return 2;
        }

        return await DataStore.RunAsync(() => MoveAsync(directory, Setting(ends.Item1!, database), Setting(ends.Item2!, database), output, cancellationToken), error);
    }

    private static string Setting(string end, string database) => end == Postgres ? database : StreamBetOptions.Sqlite;

    private static async Task MoveAsync(string directory, string from, string to, TextWriter output, CancellationToken cancellationToken)
    {
        if (from == to)
            throw new InvalidDataException("Name the connection string of the PostgreSQL database in StreamBet__Database or with --database.");
        Directory.CreateDirectory(directory);
        using var held = new DataDirectoryLock(Options.Create(new StreamBetOptions { DataDirectory = directory }));
        await using var source = DataStore.Open(directory, from);
        await using var target = DataStore.Open(directory, to);
        var copied = await CopyAsync(directory, from, source, target, cancellationToken);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Moved {copied.Rows:N0} rows; the copy is the same as the original."));
        await output.WriteLineAsync(to == StreamBetOptions.Sqlite
            ? "Start the server without StreamBet:Database. The PostgreSQL database was not changed."
            : $"Start the server with StreamBet:Database. {DataStore.FileName} was not changed; delete it when you no longer need it.");
    }

    private static async Task<CopiedDatabase> CopyAsync(
        string directory, string from, IServiceProvider source, IServiceProvider target, CancellationToken cancellationToken)
    {
        await source.GetRequiredService<DatabaseClaim>().TakeAsync(cancellationToken);
        await target.GetRequiredService<DatabaseClaim>().TakeAsync(cancellationToken);
        await DataStore.EnsureCurrentAsync(source, directory, from, cancellationToken);
        await PersistenceSetup.MigrateAsync(target, cancellationToken);
        return await DatabaseCopy.RunAsync(source, target, cancellationToken);
    }
}
