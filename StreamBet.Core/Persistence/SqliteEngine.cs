using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace StreamBet.Core.Persistence;

/// <summary>A SQLite file in the data directory, for one server.</summary>
internal sealed class SqliteEngine(string dataDirectory) : DatabaseEngine
{
    private readonly string _connection = new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(dataDirectory, "streambet.db"),
        ForeignKeys = true,
    }.ToString();

    public override void Configure(DbContextOptionsBuilder options) =>
        options.UseSqlite(_connection).AddInterceptors(new DurableCommits());

    public override StreamBetDb Open(DbContextOptions<StreamBetDb> options) => new(options);

    // Stored in the file, so it applies to every later connection: readers never wait for the writer.
    public override Task FinishAsync(StreamBetDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);

    // EF's own transactions take the write lock at the start.
    public override Task<IDbContextTransaction> BeginWritingAsync(StreamBetDb db, CancellationToken cancellationToken) =>
        db.Database.BeginTransactionAsync(cancellationToken);

    // Deferred: reads a snapshot without a lock.
    public override async Task<IDbContextTransaction> BeginReadingAsync(StreamBetDb db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        return (await db.Database.UseTransactionAsync(connection.BeginTransaction(deferred: true), cancellationToken))!;
    }

    public override void Release()
    {
        using var any = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(any);
    }

    public override void Dispose() => Release();

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
}
