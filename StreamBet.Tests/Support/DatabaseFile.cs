using Microsoft.Data.Sqlite;

namespace StreamBet.Tests.Support;

/// <summary>The database of a running application, seen from outside.</summary>
internal static class DatabaseFile
{
    /// <summary>Runs a query for a number.</summary>
    public static long Number(string dataDirectory, string sql)
    {
        using var connection = Open(dataDirectory);
        using var command = Command(connection, sql);
        return (long)command.ExecuteScalar()!;
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

    private static SqliteConnection Open(string dataDirectory)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(dataDirectory, "streambet.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
