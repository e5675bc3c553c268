using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;
using StreamBet.Core.Kernel;
using StreamBet.Core.Persistence;

namespace StreamBet.Tests.Support;

/// <summary>A crash of a server on SQLite, which runs in the server itself: its statements stop.</summary>
internal sealed class SqliteCrash : CrashPoint
{
    public override string Database => StreamBetOptions.Sqlite;

    public override void AddTo(IServiceCollection services) =>
        services.ConfigureDbContext<StreamBetDb>(database => database.AddInterceptors(new Connections(this)));

    // SQLite reports each statement as it begins, and asks at each of its steps whether to go on: often, so only while a crash is
    // to come. A pooled connection is opened each time that it is used.
    private void Watch(DbConnection connection)
    {
        var handle = ((SqliteConnection)connection).Handle;
        if (!IsToCome && !HasCome)
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
                Pass();
            },
            null);
        raw.sqlite3_progress_handler(handle, 1, _ => HasCome && !isRollback ? 1 : 0, null);
    }

    private sealed class Connections(SqliteCrash crash) : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => crash.Watch(connection);

        public override Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            crash.Watch(connection);
            return Task.CompletedTask;
        }
    }
}
