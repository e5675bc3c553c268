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

    private readonly Lazy<NpgsqlDataSource> _beside = new(() => Source(
        new(connection) { ApplicationName = "StreamBet servers", MaxPoolSize = 4 }));

    private readonly Lazy<NpgsqlDataSource> _held = new(() => Source(Held(connection)));

    public override string ClaimedConnection => Held(connection).ToString();

    /// <summary>A connection for a short while, beside those of units of work: it does not wait for one when all of them are taken.</summary>
    public Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken) => _beside.Value.OpenConnectionAsync(cancellationToken).AsTask();

    /// <summary>A connection that is kept open.</summary>
    public Task<NpgsqlConnection> ConnectToHoldAsync(CancellationToken cancellationToken) => _held.Value.OpenConnectionAsync(cancellationToken).AsTask();

    public override void Configure(DbContextOptionsBuilder options)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection) { ApplicationName = "StreamBet" };
        if (settings.MaxAutoPrepare == 0)
            settings.MaxAutoPrepare = MaxPrepared;

        // What no clip and no request asked for would make a trace of each statement.
        options.UseNpgsql(settings.ToString(), postgres => postgres.ConfigureDataSource(source => source.ConfigureTracing(
            tracing => tracing.ConfigureCommandFilter(_ => Activity.Current is not null)
                .ConfigureBatchFilter(_ => Activity.Current is not null).EnablePhysicalOpenTracing(false))));
    }

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

    public override IServerLine MakeLine(IServiceProvider services) => ActivatorUtilities.CreateInstance<PostgresLine>(services, this);

    public override IServerRoll MakeRoll() => new PostgresRoll(this);

    private static NpgsqlConnectionStringBuilder Held(string connection) =>
        new(connection) { ApplicationName = "StreamBet claim", Pooling = false, KeepAlive = 10 };

    // What servers tell each other is no part of anyone's trace.
    private static NpgsqlDataSource Source(NpgsqlConnectionStringBuilder settings) => new NpgsqlDataSourceBuilder(settings.ToString())
        .ConfigureTracing(tracing => tracing.ConfigureCommandFilter(_ => false).ConfigureBatchFilter(_ => false).EnablePhysicalOpenTracing(false))
        .Build();
}
