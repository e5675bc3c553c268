using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace StreamBet.Core.Persistence;

/// <summary>What was copied.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Digest">The SHA-256 of all rows in their order, 64 lower-case hex digits: that of the source and of the copy.</param>
public sealed record CopiedDatabase(long Rows, string Digest);

/// <summary>Copies all rows from one database to another one of the same schema, whatever their kinds.</summary>
public static class DatabaseCopy
{
    /// <summary>Copies one snapshot of a database, also while its server runs, and reads the copy again to compare the two.</summary>
    /// <param name="from">The services of the source, which has the current schema.</param>
    /// <param name="to">The services of the target, which has the current schema and no rows.</param>
    /// <param name="cancellationToken">Cancels it; nothing is copied then.</param>
    /// <exception cref="InvalidDataException">The target has rows, or what it keeps differs from the source; it is as it
    /// was.</exception>
    public static async Task<CopiedDatabase> RunAsync(IServiceProvider from, IServiceProvider to, CancellationToken cancellationToken)
    {
        await using var source = await PersistenceSetup.OpenAsync(from, cancellationToken);
        await using var target = await PersistenceSetup.OpenAsync(to, cancellationToken);
        await using var reading = await PersistenceSetup.EngineOf(from).BeginReadingAsync(source, cancellationToken);
        await using var writing = await PersistenceSetup.EngineOf(to).BeginWritingAsync(target, cancellationToken);
        var tables = Sorted(source).Zip(Sorted(target), (original, copy) => new Table(original, copy)).ToList();
        foreach (var table in tables)
        {
            if (await AnyAsync(target, table.Copy, cancellationToken))
                throw new InvalidDataException($"The target has rows in {table.Copy.Name} already. Name an empty database.");
        }

        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var rows = 0L;
        foreach (var table in tables)
            rows += await CopyAsync(source, target, table, digest, cancellationToken);
        var original = digest.GetHashAndReset();
        foreach (var table in tables)
        {
            await foreach (var row in ReadAsync(target, table.Copy, table.Types, cancellationToken))
                Add(digest, row);
        }

        if (!digest.GetHashAndReset().AsSpan().SequenceEqual(original))
            throw new InvalidDataException("The copy differs from the original. Nothing was kept of it.");
        await writing.CommitAsync(cancellationToken);
        return new CopiedDatabase(rows, Convert.ToHexStringLower(original));
    }

    // A table comes after those that it refers to.
    private static List<ITable> Sorted(StreamBetDb db)
    {
        var left = db.Model.GetRelationalModel().Tables.OrderBy(table => table.Name, StringComparer.Ordinal).ToList();
        var sorted = new List<ITable>();
        while (left.Count > 0)
        {
            var next = left.First(table => table.ForeignKeyConstraints.All(
                key => key.PrincipalTable == table || sorted.Contains(key.PrincipalTable)));
            left.Remove(next);
            sorted.Add(next);
        }

        return sorted;
    }

    private static async Task<bool> AnyAsync(StreamBetDb db, ITable table, CancellationToken cancellationToken)
    {
        await using var command = Command(db, $"SELECT EXISTS (SELECT 1 FROM {table.Name})");
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture) != 0;
    }

    private static async Task<long> CopyAsync(
        StreamBetDb source, StreamBetDb target, Table table, IncrementalHash digest, CancellationToken cancellationToken)
    {
        var rows = 0L;
        await using var writer = await RowWriter.OpenAsync(target, table.Copy, [.. Columns(table.Copy)], cancellationToken);
        await foreach (var row in ReadAsync(source, table.Original, table.Types, cancellationToken))
        {
            Add(digest, row);
            await writer.WriteAsync(row, cancellationToken);
            rows++;
        }

        await writer.CompleteAsync(cancellationToken);
        return rows;
    }

    // In the order of the key, which is the same on both kinds of databases.
    private static async IAsyncEnumerable<object?[]> ReadAsync(
        StreamBetDb db, ITable table, IReadOnlyList<Type> types,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = Command(
            db, $"SELECT {string.Join(", ", Columns(table).Select(Quoted))} FROM {table.Name} ORDER BY {string.Join(", ", table.PrimaryKey!.Columns.Select(Quoted))}");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var readers = types.Select(Reader).ToArray();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new object?[types.Count];
            for (var i = 0; i < row.Length; i++)
                row[i] = reader.IsDBNull(i) ? null : readers[i](reader, i);
            yield return row;
        }
    }

    // What SQLite keeps as text or as a number is read as what it means.
    private static Func<DbDataReader, int, object> Reader(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Int64 => (reader, i) => reader.GetInt64(i),
        TypeCode.Int32 => (reader, i) => reader.GetInt32(i),
        TypeCode.Boolean => (reader, i) => reader.GetBoolean(i),
        TypeCode.String => (reader, i) => reader.GetString(i),
        TypeCode.Double => (reader, i) => reader.GetDouble(i),
        TypeCode.Decimal => (reader, i) => reader.GetDecimal(i),
        _ when type == typeof(Guid) => (reader, i) => reader.GetGuid(i),
        _ when type == typeof(DateOnly) => (reader, i) => reader.GetFieldValue<DateOnly>(i),
        _ when type == typeof(byte[]) => (reader, i) => reader.GetFieldValue<byte[]>(i),
        _ => throw new NotSupportedException($"No column of {type.Name} is known."),
    };

    private static void Add(IncrementalHash digest, object?[] row)
    {
        Span<byte> head = stackalloc byte[8];
        foreach (var value in row)
        {
            var bytes = value switch
            {
                null => null,
                byte[] blob => blob,
                IFormattable other => Encoding.UTF8.GetBytes(other.ToString(null, CultureInfo.InvariantCulture)),
                var other => Encoding.UTF8.GetBytes(other.ToString()!),
            };
            BinaryPrimitives.WriteInt64LittleEndian(head, bytes?.Length ?? -1);
            digest.AppendData(head);
            if (bytes is not null)
                digest.AppendData(bytes);
        }
    }

    private static IEnumerable<IColumn> Columns(ITable table) => table.Columns.OrderBy(column => column.Name, StringComparer.OrdinalIgnoreCase);

    private static string Quoted(IColumn column) => $"\"{column.Name}\"";

    private static DbCommand Command(StreamBetDb db, string sql)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        (command.CommandText, command.CommandTimeout) = (sql, 0);
        return command;
    }

    private sealed record Table(ITable Original, ITable Copy)
    {
        public IReadOnlyList<Type> Types { get; } =
            [.. Columns(Copy).Select(column => Nullable.GetUnderlyingType(column.ProviderClrType) ?? column.ProviderClrType)];
    }
}
