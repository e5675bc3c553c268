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
    /// <summary>Adds the units of work on a SQLite file in the data directory.</summary>
    public static IServiceCollection AddPersistence(this IServiceCollection services)
    {
        services.AddDbContextFactory<StreamBetDb>((provider, options) =>
            Configure(options, provider.GetRequiredService<IOptions<StreamBetOptions>>().Value.DataDirectory));
        return services.AddSingleton<IUnitOfWorkFactory, UnitOfWorkFactory>();
    }

    /// <summary>Brings the database up to the present schema, and makes it on the first start.</summary>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<StreamBetDb>>()
            .CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);

        // Written into the file, so it holds for every later connection: readers never wait for the writer.
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
    }

    private static void Configure(DbContextOptionsBuilder options, string dataDirectory) =>
        options
            .UseSqlite(new SqliteConnectionStringBuilder
            {
                DataSource = Path.Combine(dataDirectory, "streambet.db"),
                ForeignKeys = true,
            }.ToString())
            .AddInterceptors(new DurableCommits());

    // A commit that was acknowledged survives a loss of power: SQLite syncs the log at every commit. The rest is as at first for
    // whoever had the connection before: a settlement takes a larger cache, and leaves a large log behind.
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

    // Lets the EF tool make migrations without starting the application.
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
