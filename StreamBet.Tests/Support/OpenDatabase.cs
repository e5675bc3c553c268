using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace StreamBet.Tests.Support;

/// <summary>The database of a running application, seen from outside.</summary>
internal static class OpenDatabase
{
    /// <summary>Runs a query for a number.</summary>
    public static long Number(string dataDirectory, string sql)
    {
        using var connection = Open(dataDirectory);
        using var command = Command(connection, sql);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>Runs a statement.</summary>
    public static void Run(string dataDirectory, string sql)
    {
        using var connection = Open(dataDirectory);
        using var command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    /// <summary>Removes all tables, as a broken disk would.</summary>
    public static void Destroy(string dataDirectory)
    {
        using var connection = Open(dataDirectory);
        if (connection is not SqliteConnection)
        {
            using var dropAll = Command(connection, "DROP SCHEMA public CASCADE");
            dropAll.ExecuteNonQuery();
            return;
        }

        var tables = new List<string>();
        using (var query = Command(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"))
        using (var reader = query.ExecuteReader())
        {
            while (reader.Read())
                tables.Add(reader.GetString(0));
        }

        using var drop = Command(connection, "PRAGMA foreign_keys = OFF; " + string.Concat(tables.Select(table => $"DROP TABLE \"{table}\"; ")));
        drop.ExecuteNonQuery();
    }

    private static DbConnection Open(string dataDirectory)
    {
        var connection = TestDatabase.Default.Connect(dataDirectory);
        connection.Open();
        return connection;
    }

    private static DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
