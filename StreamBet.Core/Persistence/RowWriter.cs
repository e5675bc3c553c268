using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace StreamBet.Core.Persistence;

/// <summary>Writes many rows into one table, within the current transaction.</summary>
internal abstract class RowWriter : IAsyncDisposable
{
    /// <summary>Begins to write.</summary>
    /// <param name="db">The database.</param>
    /// <param name="table">The table.</param>
    /// <param name="columns">Its columns, in the order of the values.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static async Task<RowWriter> OpenAsync(
        StreamBetDb db, ITable table, IReadOnlyList<IColumn> columns, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", columns.Select(column => $"\"{column.Name}\""));
        if (db.Database.GetDbConnection() is not NpgsqlConnection connection)
            return new Statement(db, $"INSERT INTO {table.Name} ({names}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})", columns.Count);
        return new Import(
            connection, await connection.BeginBinaryImportAsync($"COPY {table.Name} ({names}) FROM STDIN (FORMAT BINARY)", cancellationToken),
            table, columns);
    }

    /// <summary>Writes a row.</summary>
    public abstract Task WriteAsync(object?[] row, CancellationToken cancellationToken);

    /// <summary>Ends the last row. Numbers that the database gives to later ones follow on.</summary>
    public abstract Task CompleteAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    private sealed class Statement : RowWriter
    {
        private readonly DbCommand _command;

        public Statement(StreamBetDb db, string sql, int values)
        {
            _command = db.Database.GetDbConnection().CreateCommand();
            _command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
            _command.CommandText = sql;
            for (var i = 0; i < values; i++)
            {
                var parameter = _command.CreateParameter();
                parameter.ParameterName = $"@p{i}";
                _command.Parameters.Add(parameter);
            }
        }

        public override Task WriteAsync(object?[] row, CancellationToken cancellationToken)
        {
            for (var i = 0; i < row.Length; i++)
                _command.Parameters[i].Value = row[i] ?? DBNull.Value;
            return _command.ExecuteNonQueryAsync(cancellationToken);
        }

        public override Task CompleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override ValueTask DisposeAsync() => _command.DisposeAsync();
    }

    private sealed class Import(
        NpgsqlConnection connection, NpgsqlBinaryImporter rows, ITable table, IReadOnlyList<IColumn> columns) : RowWriter
    {
        public override async Task WriteAsync(object?[] row, CancellationToken cancellationToken)
        {
            await rows.StartRowAsync(cancellationToken);
            foreach (var value in row)
            {
                if (value is null)
                    await rows.WriteNullAsync(cancellationToken);
                else
                    await rows.WriteAsync(value, cancellationToken);
            }
        }

        public override async Task CompleteAsync(CancellationToken cancellationToken)
        {
            await rows.CompleteAsync(cancellationToken);
            await rows.DisposeAsync();
            foreach (var column in columns.Where(IsNumbered))
            {
                await using var command = connection.CreateCommand();
                command.CommandText =
                    $"SELECT setval(pg_get_serial_sequence('{table.Name}', '{column.Name}'), (SELECT COALESCE(MAX({column.Name}), 0) + 1 FROM {table.Name}), FALSE)";
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }

        public override ValueTask DisposeAsync() => rows.DisposeAsync();

        private static bool IsNumbered(IColumn column) =>
            column.PropertyMappings.Any(mapping => mapping.Property is { ValueGenerated: ValueGenerated.OnAdd } && mapping.Property.ClrType == typeof(long));
    }
}
