using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
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
        return services.AddSingleton<IUnitOfWorkFactory, UnitOfWorkFactory>();
    }

    /// <summary>Migrates the database to the current schema; creates it at the first start.</summary>
    /// <exception cref="NewerDatabaseException">A later version has changed the database; it was not touched.</exception>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(services, cancellationToken);
        var known = db.Database.GetMigrations().ToHashSet();
        if ((await db.Database.GetAppliedMigrationsAsync(cancellationToken)).LastOrDefault(name => !known.Contains(name)) is { } later)
            throw new NewerDatabaseException(later);
        await db.Database.MigrateAsync(cancellationToken);
        await services.GetRequiredService<DatabaseEngine>().FinishAsync(db, cancellationToken);
    }

    /// <summary>Whether the database has the current schema; it is not changed.</summary>
    public static async Task<bool> IsCurrentAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var db = await OpenAsync(services, cancellationToken);
        return !(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any();
    }

    private static Task<StreamBetDb> OpenAsync(IServiceProvider services, CancellationToken cancellationToken) =>
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

/// <summary>A later version of StreamBet has changed the database.</summary>
/// <param name="migration">The first change that this version does not know.</param>
public sealed class NewerDatabaseException(string migration) : Exception(
    $"A later version of StreamBet has used this database (it has made the change \"{migration}\"). Start that version, or restore a backup.");
