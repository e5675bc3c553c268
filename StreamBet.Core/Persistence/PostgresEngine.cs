using System.Data;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Persistence;

/// <summary>A PostgreSQL database, which several servers may share.</summary>
internal sealed class PostgresEngine(string connection) : DatabaseEngine
{
    // The advisory lock of whoever writes: "streambet" in ASCII, without its last letter.
    private const long WriterLock = 0x73747265616d6265;

    // Statements are few and the same ones for hours; each connection keeps them prepared.
    private const int MaxPrepared = 200;

    // What no clip and no request asked for would make a trace of each statement.
    private readonly Lazy<NpgsqlDataSource> _units = new(() => Source(Units(connection), isTraced: () => Activity.Current is not null));

    // What servers tell each other is no part of anyone's trace.
    private readonly Lazy<NpgsqlDataSource> _beside = new(() => Source(
        new(connection) { ApplicationName = "StreamBet servers", MaxPoolSize = 4 }, isTraced: () => false));

    private readonly Lazy<NpgsqlDataSource> _held = new(() => Source(Held(connection), isTraced: () => false));

    public override string ClaimedConnection => Held(connection).ToString();

    /// <summary>A connection for a short while, beside those of units of work: it does not wait for one when all of them are taken.</summary>
    public Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken) => _beside.Value.OpenConnectionAsync(cancellationToken).AsTask();

    /// <summary>A connection that is kept open.</summary>
    public Task<NpgsqlConnection> ConnectToHoldAsync(CancellationToken cancellationToken) => _held.Value.OpenConnectionAsync(cancellationToken).AsTask();

    public override void Configure(DbContextOptionsBuilder options) => options.UseNpgsql(_units.Value);

    public override StreamBetDb Open(DbContextOptions<StreamBetDb> options) => new PostgresDb(options);

    public override Task FinishAsync(StreamBetDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync(PostgresRoll.Table, cancellationToken);

    // Held until after the commit: each statement of the next writer sees all that the one before has written.
    public override async Task<IDbContextTransaction> BeginWritingAsync(StreamBetDb db, CancellationToken cancellationToken)
    {
        var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        try
        {
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({WriterLock})", cancellationToken);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    public override Task<IDbContextTransaction> BeginReadingAsync(StreamBetDb db, CancellationToken cancellationToken) =>
        db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    public override void Release()
    {
        if (_units.IsValueCreated)
            _units.Value.Clear();
    }

    public override void Dispose()
    {
        foreach (var source in new[] { _units, _beside, _held }.Where(source => source.IsValueCreated))
            source.Value.Dispose();
    }

    public override IServerLine MakeLine(IServiceProvider services) => ActivatorUtilities.CreateInstance<PostgresLine>(services, this);

    public override IServerRoll MakeRoll() => new PostgresRoll(this);

    private static NpgsqlConnectionStringBuilder Held(string connection) =>
        new(connection) { ApplicationName = "StreamBet claim", Pooling = false, KeepAlive = 10 };

    private static NpgsqlConnectionStringBuilder Units(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection) { ApplicationName = "StreamBet" };
        if (settings.MaxAutoPrepare == 0)
            settings.MaxAutoPrepare = MaxPrepared;
        return settings;
    }

    private static NpgsqlDataSource Source(NpgsqlConnectionStringBuilder settings, Func<bool> isTraced) =>
        new NpgsqlDataSourceBuilder(settings.ToString())
            .ConfigureTracing(tracing => tracing.ConfigureCommandFilter(_ => isTraced()).ConfigureBatchFilter(_ => isTraced())
                .EnablePhysicalOpenTracing(false))
            .Build();
}
