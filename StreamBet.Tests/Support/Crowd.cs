using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace StreamBet.Tests.Support;

/// <summary>Creates markets with more stakes than a test could place one by one.</summary>
internal static class Crowd
{
    /// <summary>Adds stakes from the given number of people to a market in a new database. The rows, including the
    /// ledger's, are those of normal stakes, but a few statements write them all.</summary>
    public static void Fill(string database, long market, int count)
    {
        using var connection = Open(database);
        Fill(connection, market, count);
        Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>The same in a database of any kind.</summary>
    public static void Fill(DbConnection connection, long market, int count) =>
        Run(
            connection,
            $"""
            CREATE TEMP TABLE people AS
              WITH RECURSIVE n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count})
              SELECT i, 'key:' || substr(CAST(10000000 + i * 7919 % {count} AS TEXT), 2) AS id, CASE WHEN i % 5 < 3 THEN 'Yes' ELSE 'No' END AS side, 1 + i * 31 % 499 AS amount FROM n;
            INSERT INTO stakes (MarketId, PersonId, Side, Amount, PlacedAt, IsWithdrawn) SELECT {market}, id, side, amount, 638000000000000000 + i, FALSE FROM people;
            INSERT INTO accounts (Id, Unit, IsIssuance, Balance) SELECT 'person/' || id || '#credits', 'Credits', FALSE, 1000 - amount FROM people;
            INSERT INTO accounts (Id, Unit, IsIssuance, Balance) SELECT 'pool/{market}#credits', 'Credits', FALSE, SUM(amount) FROM people;
            INSERT INTO accounts (Id, Unit, IsIssuance, Balance) VALUES ('issuance#credits', 'Credits', TRUE, -1000 * {count})
              ON CONFLICT (Id) DO UPDATE SET Balance = accounts.Balance + excluded.Balance;
            INSERT INTO ledger_transactions (Id, IdempotencyKey, At) SELECT 1000000000 + i, 'stake/' || (1000000000 + i), 638000000000000000 FROM people;
            INSERT INTO ledger_transactions (Id, IdempotencyKey, At) SELECT 2000000000 + i, 'grant/' || (1000000000 + i), 638000000000000000 FROM people;
            INSERT INTO ledger_entries (TransactionId, AccountId, Amount) SELECT 1000000000 + i, 'person/' || id || '#credits', -amount FROM people;
            INSERT INTO ledger_entries (TransactionId, AccountId, Amount) SELECT 1000000000 + i, 'pool/{market}#credits', amount FROM people;
            INSERT INTO ledger_entries (TransactionId, AccountId, Amount) SELECT 2000000000 + i, 'person/' || id || '#credits', 1000 FROM people;
            INSERT INTO ledger_entries (TransactionId, AccountId, Amount) SELECT 2000000000 + i, 'issuance#credits', -1000 FROM people;
            UPDATE markets SET IsFrozen = TRUE,
              Pool_Yes = (SELECT SUM(amount) FROM people WHERE side = 'Yes'), Pool_No = (SELECT SUM(amount) FROM people WHERE side = 'No')
              WHERE Id = {market};
            """);

    /// <summary>Opens a database with the product's settings.</summary>
    public static SqliteConnection Open(string database)
    {
        var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        Run(connection, "PRAGMA synchronous = FULL; PRAGMA cache_size = -65536");
        return connection;
    }

    /// <summary>Runs statements.</summary>
    public static void Run(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 0);
        command.ExecuteNonQuery();
    }
}
