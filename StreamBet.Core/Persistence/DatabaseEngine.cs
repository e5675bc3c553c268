using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using StreamBet.Core.Kernel;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Persistence;

/// <summary>What differs between the databases.</summary>
internal abstract class DatabaseEngine : IDisposable
{
    /// <summary>The engine that the settings choose.</summary>
    public static DatabaseEngine Of(StreamBetOptions options) => options.Database == StreamBetOptions.Sqlite
        ? new SqliteEngine(options.DataDirectory)
        : new PostgresEngine(options.Database);

    /// <summary>How to connect to a database that only one server may use at a time; null where its folder sees to that.</summary>
    public virtual string? ClaimedConnection => null;

    /// <summary>Sets how contexts reach the database.</summary>
    public abstract void Configure(DbContextOptionsBuilder options);

    /// <summary>A context on this database.</summary>
    public abstract StreamBetDb Open(DbContextOptions<StreamBetDb> options);

    /// <summary>Sets up what is stored with the database, once it has the current schema.</summary>
    public abstract Task FinishAsync(StreamBetDb db, CancellationToken cancellationToken);

    /// <summary>Begins a transaction that no other one that writes runs beside, on whichever server.</summary>
    public abstract Task<IDbContextTransaction> BeginWritingAsync(StreamBetDb db, CancellationToken cancellationToken);

    /// <summary>Begins a transaction that reads one snapshot and waits for no writer.</summary>
    public abstract Task<IDbContextTransaction> BeginReadingAsync(StreamBetDb db, CancellationToken cancellationToken);

    /// <summary>Closes the connections that are kept for later ones; the last one of a SQLite database puts all of it into its one
    /// file.</summary>
    public abstract void Release();

    /// <summary>The line between the servers on the database.</summary>
    public virtual IServerLine MakeLine(IServiceProvider services) => new Alone();

    /// <summary>The roll of the servers on the database.</summary>
    public virtual IServerRoll MakeRoll() => new Alone();

    /// <inheritdoc/>
    public abstract void Dispose();
}
