using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace StreamBet.Tests.Support;

/// <summary>Lets the database end as the process around it would: with the chosen statement, whoever sends it, and
/// every one after it. What was not committed by then is lost; a commit that is the chosen statement is kept and never
/// answered.</summary>
internal sealed class CrashPoint : DbConnectionInterceptor
{
    private int _left;
    private volatile bool _hasCome;

    /// <summary>Whether the crash has happened.</summary>
    public bool HasCome => _hasCome;

    /// <summary>Chooses the statement, counted from now on and from 1; with 0 there is no crash.</summary>
    public void Set(int statement) => Volatile.Write(ref _left, statement);

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        Watch(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Watch(connection);
        return Task.CompletedTask;
    }

    // SQLite names each statement as it begins, and asks at the latest at its end whether to go on.
    private void Watch(DbConnection connection)
    {
        var handle = ((SqliteConnection)connection).Handle;
        var isRollback = false;
        raw.sqlite3_trace(
            handle,
            (_, statement) =>
            {
                // What a crash leaves undone is undone by the next start; here, by this.
                isRollback = statement.StartsWith("ROLLBACK", StringComparison.OrdinalIgnoreCase);
                if (Volatile.Read(ref _left) > 0 && Interlocked.Decrement(ref _left) == 0)
                    _hasCome = true;
            },
            null);
        raw.sqlite3_progress_handler(handle, 1, _ => _hasCome && !isRollback ? 1 : 0, null);
    }
}
