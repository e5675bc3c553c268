using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Persistence;

/// <summary>Registers the database.</summary>
public static class PersistenceSetup
{
    /// <summary>Adds units of work on a SQLite file in the data directory.</summary>
    public static IServiceCollection AddPersistence(this IServiceCollection services)
    {
        services.AddDbContextFactory<StreamBetDb>((provider, options) =>
            Configure(options, provider.GetRequiredService<IOptions<StreamBetOptions>>().Value.DataDirectory));
        return services.AddSingleton<IUnitOfWorkFactory, UnitOfWorkFactory>();
    }

    /// <summary>Migrates the database to the current schema; creates it at the first start.</summary>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<StreamBetDb>>()
            .CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);

        // Stored in the file, so it applies to every later connection: readers never wait for the writer.
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
    }

    /// <summary>Whether the database has the current schema; it is not changed.</summary>
    public static async Task<bool> IsCurrentAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<StreamBetDb>>()
            .CreateDbContextAsync(cancellationToken);
        return !(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any();
    }

    private static void Configure(DbContextOptionsBuilder options, string dataDirectory) =>
        options
            .UseSqlite(new SqliteConnectionStringBuilder
            {
                DataSource = Path.Combine(dataDirectory, "streambet.db"),
                ForeignKeys = true,
            }.ToString())
            .AddInterceptors(new DurableCommits());

    // SQLite syncs the log at every commit, so that acknowledged commits survive a power failure. The other pragmas
    // undo what a settlement leaves on a pooled connection: a large cache and a large log.
    private sealed class DurableCommits : DbConnectionInterceptor
    {
        private const string Pragma =
            "PRAGMA synchronous = FULL; PRAGMA cache_size = -2000; PRAGMA journal_size_limit = 16777216";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Pragma;
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Pragma;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    // Lets the EF tool create migrations without starting the application.
    private sealed class DesignTimeFactory : IDesignTimeDbContextFactory<StreamBetDb>
    {
        public StreamBetDb CreateDbContext(string[] args)
        {
            var options = new DbContextOptionsBuilder<StreamBetDb>();
            Configure(options, Path.GetTempPath());
            return new StreamBetDb(options.Options);
        }
    }
}
