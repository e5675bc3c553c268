using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using StreamBet.Core.Kernel;

namespace StreamBet.Tests.Support;

/// <summary>A kind of database that tests run on.</summary>
public abstract class TestDatabase
{
    /// <summary>A SQLite file.</summary>
    public static TestDatabase Sqlite { get; } = new OnSqlite();

    /// <summary>A database of a real PostgreSQL.</summary>
    public static TestDatabase Postgres { get; } = new OnPostgres();

    /// <summary>What tests run on that do not choose: SQLite, or PostgreSQL with <c>./test.sh --postgres</c>.</summary>
    public static TestDatabase Default { get; } =
        Environment.GetEnvironmentVariable("STREAMBET_TEST_DATABASE") == "postgres" ? Postgres : Sqlite;

    /// <summary>Sees to it that a data directory has a database of the current schema.</summary>
    /// <returns>The setting that chooses it; the same for the same folder.</returns>
    public abstract Task<string> EnsureAsync(string dataDirectory);

    /// <summary>A connection of its own to the database of a data directory; not open yet.</summary>
    public abstract DbConnection Connect(string dataDirectory);

    /// <summary>Gives a data directory without a database a copy of another one's; who uses that may be cut off from it.</summary>
    public abstract Task CopyAsync(string from, string to);

    /// <summary>What lets the next server on a data directory crash.</summary>
    internal abstract Task<CrashPoint> CrashAsync(string dataDirectory);

    /// <summary>Makes the numbers of the next rows follow on those that are there. SQLite does so by itself, while PostgreSQL leaves out
    /// those of rows that were rolled back.</summary>
    internal virtual Task CloseGapsAsync(Exchange exchange) => Task.CompletedTask;

    /// <summary>A database of a PostgreSQL that is named, whatever the folder.</summary>
    public static TestDatabase Named(string setting) => new OnPostgres(setting);

    private sealed class OnSqlite : TestDatabase
    {
        public override async Task<string> EnsureAsync(string dataDirectory)
        {
            await MigratedDatabase.EnsureAsync(dataDirectory);
            return StreamBetOptions.Sqlite;
        }

        public override DbConnection Connect(string dataDirectory) =>
            new SqliteConnection($"Data Source={Path.Combine(dataDirectory, "streambet.db")};Pooling=False");

        public override async Task CopyAsync(string from, string to)
        {
            await using var connection = Connect(from);
            await connection.OpenAsync();
            await using var copy = connection.CreateCommand();
            copy.CommandText = $"VACUUM INTO '{Path.Combine(to, "streambet.db")}'";
            await copy.ExecuteNonQueryAsync();
        }

        internal override async Task<CrashPoint> CrashAsync(string dataDirectory)
        {
            await EnsureAsync(dataDirectory);
            return new SqliteCrash();
        }
    }

    private sealed class OnPostgres(string? named = null) : TestDatabase
    {
        public override async Task<string> EnsureAsync(string dataDirectory) =>
            named ?? await (await PostgresServer.OfTestsAsync()).DatabaseOfAsync(dataDirectory);

        public override DbConnection Connect(string dataDirectory) =>
            new NpgsqlConnection(EnsureAsync(dataDirectory).GetAwaiter().GetResult() + ";Pooling=False");

        public override async Task CopyAsync(string from, string to) => await (await PostgresServer.OfTestsAsync()).CopyAsync(from, to);

        internal override async Task<CrashPoint> CrashAsync(string dataDirectory) => new PostgresCrash(await EnsureAsync(dataDirectory));

        internal override Task CloseGapsAsync(Exchange exchange) => exchange.ReadAsync(db => db.Database.ExecuteSqlRawAsync(
            """
            SELECT setval(pg_get_serial_sequence('markets', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM markets), FALSE);
            SELECT setval(pg_get_serial_sequence('stakes', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM stakes), FALSE);
            """));
    }
}
