using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace StreamBet.Tests.Support;

/// <summary>Simulates a process crash at the chosen database statement: that statement and all later ones fail, whoever
/// sends them. Uncommitted changes are lost; if the chosen statement is a commit, it takes effect but is never
/// acknowledged.</summary>
internal sealed class CrashPoint : DbConnectionInterceptor
{
    private int _left;
    private volatile bool _hasCome;

    /// <summary>Whether the crash has happened.</summary>
    public bool HasCome => _hasCome;

    /// <summary>Chooses the statement, counting from 1 from now on; 0 for no crash.</summary>
    public void Set(int statement) => Volatile.Write(ref _left, statement);

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        Watch(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Watch(connection);
        return Task.CompletedTask;
    }

    // SQLite reports each statement as it begins, and asks at each of its steps whether to go on: often, so only while a crash is
    // to come. A pooled connection is opened each time that it is used.
    private void Watch(DbConnection connection)
    {
        var handle = ((SqliteConnection)connection).Handle;
        if (Volatile.Read(ref _left) <= 0 && !_hasCome)
        {
            raw.sqlite3_trace(handle, (strdelegate_trace?)null, null);
            raw.sqlite3_progress_handler(handle, 0, null, null);
            return;
        }

        var isRollback = false;
        raw.sqlite3_trace(
            handle,
            (_, statement) =>
            {
                // After a real crash the next start rolls back; here this statement does.
                isRollback = statement.StartsWith("ROLLBACK", StringComparison.OrdinalIgnoreCase);
                if (Volatile.Read(ref _left) > 0 && Interlocked.Decrement(ref _left) == 0)
                    _hasCome = true;
            },
            null);
        raw.sqlite3_progress_handler(handle, 1, _ => _hasCome && !isRollback ? 1 : 0, null);
    }
}
