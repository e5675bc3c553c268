using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.People.Keys;
using StreamBet.Core.Persistence;
using StreamBet.Core.Servers;
using StreamBet.Core.Webhooks;

namespace StreamBet.Web.Host;

/// <summary>The data of a server, opened by a command beside or instead of that server.</summary>
internal static class DataStore
{
    /// <summary>The name of a SQLite database in its data directory.</summary>
    public const string FileName = "streambet.db";

    /// <summary>What a command's usage says about where the data is.</summary>
    public const string Usage =
        """
          --data-directory DIRECTORY
                       where the server's data is; ./data unless named here or in StreamBet__DataDirectory
          --database DATABASE
                       sqlite, a file in the data directory, unless a connection string of PostgreSQL is named here or, where nobody
                       else on this machine can see its password, in StreamBet__Database
        """;

    /// <summary>The data directory that the arguments name, or the environment.</summary>
    public static string TakeDirectory(List<string> arguments) => Path.GetFullPath(
        Take(arguments, "--data-directory") ?? Environment.GetEnvironmentVariable("StreamBet__DataDirectory") ?? "./data");

    /// <summary>The setting of the database that the arguments name, or the environment.</summary>
    public static string TakeDatabase(List<string> arguments) =>
        Take(arguments, "--database") ?? (Environment.GetEnvironmentVariable("StreamBet__Database") is { Length: > 0 } named ? named : StreamBetOptions.Sqlite);

    /// <summary>Takes an option and its value out of the arguments; null if it is not there.</summary>
    public static string? Take(List<string> arguments, string option)
    {
        var at = arguments.IndexOf(option);
        if (at < 0 || at + 1 >= arguments.Count)
            return null;
        var value = arguments[at + 1];
        arguments.RemoveRange(at, 2);
        return value;
    }

    /// <summary>Opens it.</summary>
    /// <exception cref="InvalidDataException">The setting chooses no database.</exception>
    public static ServiceProvider Open(string directory, string database) => PersistenceSetup.IsDatabase(database)
        ? new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IHostApplicationLifetime, ApplicationLifetime>()
            .AddSingleton(Options.Create(new StreamBetOptions { DataDirectory = directory, Database = PersistenceSetup.WithoutTimeout(database) }))
            .AddSingleton(ServerNews.OfOneServer())
            .AddSingleton<MarketFeed>()
            .AddPeople()
            .AddKeys()
            .AddWebhooks()
            .AddPersistence()
            .BuildServiceProvider()
        : throw new InvalidDataException("The database is neither \"sqlite\" nor a connection string with a host and a database.");

    /// <summary>Sees to it that there is a database of this version. It migrates nothing: a server of another version may be running
    /// on it.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is that of another version.</exception>
    public static async Task EnsureCurrentAsync(
        IServiceProvider services, string directory, string database, CancellationToken cancellationToken)
    {
        if (database == StreamBetOptions.Sqlite && !File.Exists(Path.Combine(directory, FileName)))
        {
            throw new InvalidDataException(
                $"There is no database in {directory}. Start the server once, or name its data directory with --data-directory.");
        }

        if (!await PersistenceSetup.IsCurrentAsync(services, cancellationToken))
            throw new InvalidDataException("The database is that of another version. Start this version's server once, then try again.");
    }

    /// <summary>Runs a command, and tells why it did nothing.</summary>
    /// <returns>0, or 2 when nothing was done.</returns>
    public static async Task<int> RunAsync(Func<Task> doAsync, TextWriter error)
    {
        try
        {
            await doAsync();
            return 0;
        }
        catch (OptionsValidationException wrong)
        {
            await error.WriteLineAsync(string.Join(Environment.NewLine, wrong.Failures));
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException or UnauthorizedAccessException or RefusedException
            or UnusableDatabaseException or System.Data.Common.DbException)
        {
            await error.WriteLineAsync(wrong.Message);
        }

        return 2;
    }
}
