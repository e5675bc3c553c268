using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Persistence;

/// <summary>Registers the database.</summary>
public static class PersistenceSetup
{
    /// <summary>Adds units of work on the database that the settings choose.</summary>
    public static IServiceCollection AddPersistence(this IServiceCollection services)
    {
        services.AddSingleton(provider => DatabaseEngine.Of(provider.GetRequiredService<IOptions<StreamBetOptions>>().Value));
        services.AddDbContextFactory<StreamBetDb, ContextFactory>((provider, options) =>
            provider.GetRequiredService<DatabaseEngine>().Configure(options));
        services.AddSingleton(provider => new DatabaseClaim(
            provider.GetRequiredService<DatabaseEngine>(), provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<DatabaseClaim>>()));
        services.AddSingleton(provider => provider.GetRequiredService<DatabaseEngine>().MakeLine(provider));
        services.AddSingleton(provider => provider.GetRequiredService<DatabaseEngine>().MakeRoll());
        return services.AddSingleton<IUnitOfWorkFactory, UnitOfWorkFactory>();
    }

    /// <summary>Whether a setting chooses a database: "sqlite", or a connection string with at least a host and a database.</summary>
    public static bool IsDatabase(string setting)
    {
        if (setting == StreamBetOptions.Sqlite)
            return true;
        try
        {
            return new NpgsqlConnectionStringBuilder(setting) is { Host.Length: > 0, Database.Length: > 0 };
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or KeyNotFoundException)
        {
            return false;
        }
    }

    /// <summary>The same database for work on all of it, of which a step may take long.</summary>
    public static string WithoutTimeout(string setting) => setting == StreamBetOptions.Sqlite
        ? setting
        : new NpgsqlConnectionStringBuilder(setting) { CommandTimeout = 0 }.ToString();

    /// <summary>Migrates the database to the current schema; creates it at the first start.</summary>
    /// <exception cref="UnusableDatabaseException">It cannot be reached, or a later version has changed it.</exception>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await OpenAsync(services, cancellationToken);
            // Asking a table that is not there is an error to PostgreSQL, which the log would show at every first start.
            await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
            var known = db.Database.GetMigrations().ToHashSet();
            if ((await db.Database.GetAppliedMigrationsAsync(cancellationToken)).LastOrDefault(name => !known.Contains(name)) is { } later)
            {
                throw new UnusableDatabaseException(
                    $"A later version of StreamBet has used this database (it made the change {later}). Start that version, or restore a backup.");
            }

            await db.Database.MigrateAsync(cancellationToken);
            await EngineOf(services).FinishAsync(db, cancellationToken);
        }
        catch (Exception exception) when (UnusableDatabaseException.Of(exception) is { } unusable)
        {
            throw unusable;
        }
    }

    /// <summary>Whether the database has the current schema; it is not changed.</summary>
    /// <exception cref="UnusableDatabaseException">It cannot be reached.</exception>
    public static async Task<bool> IsCurrentAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await OpenAsync(services, cancellationToken);
            var (known, applied) = (db.Database.GetMigrations(), await db.Database.GetAppliedMigrationsAsync(cancellationToken));
            return known.SequenceEqual(applied);
        }
        catch (Exception exception) when (UnusableDatabaseException.Of(exception) is { } unusable)
        {
            throw unusable;
        }
    }

    /// <summary>Closes the connections that are kept for later ones; the last one of a SQLite database puts all of it into its one
    /// file. Disposing of the services does so too.</summary>
    public static void Release(IServiceProvider services) => EngineOf(services).Release();

    internal static DatabaseEngine EngineOf(IServiceProvider services) => services.GetRequiredService<DatabaseEngine>();

    internal static Task<StreamBetDb> OpenAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<IDbContextFactory<StreamBetDb>>().CreateDbContextAsync(cancellationToken);

    private sealed class ContextFactory(DatabaseEngine engine, DbContextOptions<StreamBetDb> options) : IDbContextFactory<StreamBetDb>
    {
        public StreamBetDb CreateDbContext() => engine.Open(options);
    }

    // Lets the EF tool create migrations without starting the application.
    private sealed class DesignTimeFactory : IDesignTimeDbContextFactory<StreamBetDb>
    {
        public StreamBetDb CreateDbContext(string[] args)
        {
            var options = new DbContextOptionsBuilder<StreamBetDb>();
            new SqliteEngine(Path.GetTempPath()).Configure(options);
            return new StreamBetDb(options.Options);
        }
    }
}

/// <summary>The database cannot be used; the message says why, and what to do.</summary>
public sealed class UnusableDatabaseException(string message, Exception? inner = null) : Exception(message, inner)
{
    // Npgsql reports an unreachable server with several types of exception, and EF wraps each of them in its own.
    internal static UnusableDatabaseException? Of(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is NpgsqlException or SocketException or TimeoutException)
                return new UnusableDatabaseException($"PostgreSQL cannot be used: {cause.Message}", exception);
        }

        return null;
    }
}
