using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace StreamBet.Core.Persistence;

/// <summary>A value for a named parameter of a statement.</summary>
internal readonly record struct Value(string Name, object? Content);

/// <summary>A statement with its values.</summary>
internal readonly record struct Statement(string Sql, params Value[] Values);

/// <summary>Runs SQL on the connection and transaction of a unit of work. Each statement is prepared only once, which
/// thousands of stakes a second require; and a single statement updates a million rows that EF would have to
/// load. What it runs is understood by SQLite and by PostgreSQL.</summary>
internal sealed class Statements(DbContext db) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>Runs a statement and returns the number of changed rows.</summary>
    public Task<int> RunAsync(string sql, CancellationToken cancellationToken, params ReadOnlySpan<Value> values) =>
        Prepare(sql, values).ExecuteNonQueryAsync(cancellationToken);

    /// <summary>Runs a statement and returns its single number; null if there is no row or value.</summary>
    public Task<long?> NumberAsync(string sql, CancellationToken cancellationToken, params ReadOnlySpan<Value> values)
    {
        return AskAsync(Prepare(sql, values), cancellationToken);

        static async Task<long?> AskAsync(DbCommand command, CancellationToken cancellationToken) =>
            await command.ExecuteScalarAsync(cancellationToken) is { } number and not DBNull
                ? Convert.ToInt64(number, CultureInfo.InvariantCulture)
                : null;
    }

    /// <summary>Runs a statement and reads its rows one by one, without buffering them.</summary>
    public Task<DbDataReader> ReadAsync(string sql, CancellationToken cancellationToken, params ReadOnlySpan<Value> values) =>
        Prepare(sql, values).ExecuteReaderAsync(cancellationToken);

    /// <summary>Runs statements one after the other, in one round trip if the database is a server, and returns for each the number of
    /// changed rows.</summary>
    public async Task<int[]> RunAllAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken)
    {
        var connection = db.Database.GetDbConnection();
        if (!connection.CanCreateBatch)
        {
            var changed = new int[statements.Count];
            for (var i = 0; i < changed.Length; i++)
                changed[i] = await RunAsync(statements[i].Sql, cancellationToken, statements[i].Values);
            return changed;
        }

        await using var batch = connection.CreateBatch();
        batch.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        foreach (var (sql, values) in statements)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            foreach (var value in values)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (value.Name, value.Content ?? DBNull.Value);
                command.Parameters.Add(parameter);
            }

            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        return [.. batch.BatchCommands.Select(command => command.RecordsAffected)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in _prepared.Values)
            command.Dispose();
    }

    private DbCommand Prepare(string sql, ReadOnlySpan<Value> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
            _prepared[sql] = command = Make(sql, values);
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i].Content ?? DBNull.Value;
        return command;
    }

    private DbCommand Make(string sql, ReadOnlySpan<Value> values)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = sql;

        // A statement over all stakes of a large market may run long.
        command.CommandTimeout = 0;
        foreach (var value in values)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = value.Name;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
