using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Npgsql;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;
using StreamBet.Tests.Markets;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks;

/// <summary>32 clients stake on one market for 10 seconds, each waiting until its stake is durable before the next, against bare
/// commits of the same rows on the same disk.</summary>
internal static class StakingBenchmark
{
    private const int Clients = 32;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    public static async Task RunAsync()
    {
        using var folder = new TemporaryFolder();
        await RunAsync("SQLite", TestDatabase.Sqlite, count => Bare(folder.File("bare.db"), count));

        // As it is installed: every commit waits for the disk.
        var postgres = await PostgresServer.StartAsync();
        var bare = await postgres.EmptyAsync();
        await RunAsync("PostgreSQL", TestDatabase.Named(await postgres.DatabaseOfAsync("")), count => BarePostgres(bare, count));
    }

    private static async Task RunAsync(string name, TestDatabase database, Func<int, double> bare)
    {
        using var folder = new TemporaryFolder();
        await using var exchange = await Exchange.OpenAsync(folder.Path, TimeProvider.System, database: database);
        var market = await exchange.OpenMarketAsync(Exchange.Person("host"));
        await StakeAsync(exchange, market, TimeSpan.FromSeconds(1), "warm");

        var (times, refusals) = await StakeAsync(exchange, market, Duration, "client");
        await Bank.EnsureWholeAsync(exchange);
        var stakes = await exchange.ReadAsync(db => Task.FromResult(db.Stakes.Count()));
        var sorted = times.Order().ToList();
        var speed = sorted.Count / Duration.TotalSeconds;
        var floor = bare(sorted.Count);
        Print($"{name}: {Clients} clients, {Duration.TotalSeconds:0} s: {speed:0} stakes a second (wanted 2500), {refusals} refused, {stakes} in the database");
        Print($"answered within:            {At(sorted, 0.5):0.0} ms (median), {At(sorted, 0.99):0.0} ms (99 of 100; wanted 100), {sorted[^1]:0.0} ms (all)");
        Print($"bare commits of their rows: {floor:0} a second in groups of {Clients}; ratio {speed / floor:0.00}");
    }

    private static async Task<(List<double> Times, int Refusals)> StakeAsync(
        Exchange exchange, Market market, TimeSpan duration, string name)
    {
        var watch = Stopwatch.StartNew();
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var (times, refusals) = (new List<double>(), 0);
            while (watch.Elapsed < duration)
            {
                // A new person now and then: first credits are part of the load, and the old one's would run out.
                var caller = Exchange.Person($"{name}-{client}-{times.Count / 500}");
                var begun = watch.Elapsed;
                try
                {
                    await exchange.StakeAsync(market, client % 2 == 0 ? Outcome.Yes : Outcome.No, 1, caller);
                    times.Add((watch.Elapsed - begun).TotalMilliseconds);
                }
                catch (RefusedException)
                {
                    refusals++;
                }
            }

            return (times, refusals);
        }));
        var results = await Task.WhenAll(clients);
        return ([.. results.SelectMany(result => result.times)], results.Sum(result => result.refusals));
    }

    // What SQLite itself can do with these rows: no rule, no check, one thread.
    private static double Bare(string path, int count)
    {
        using var connection = new SqliteConnection($"Data Source={path}");
        connection.Open();
        Run("PRAGMA journal_mode = WAL");
        Run("PRAGMA synchronous = FULL");
        Run(
            """
            CREATE TABLE accounts (Id TEXT PRIMARY KEY, Balance INTEGER);
            CREATE TABLE transactions (Id INTEGER PRIMARY KEY, IdempotencyKey TEXT UNIQUE, At INTEGER);
            CREATE TABLE entries (Id INTEGER PRIMARY KEY, TransactionId INTEGER, AccountId TEXT, Amount INTEGER);
            CREATE INDEX entries_of ON entries (TransactionId);
            CREATE INDEX entries_on ON entries (AccountId);
            CREATE TABLE stakes (Id INTEGER PRIMARY KEY, MarketId INTEGER, PersonId TEXT, Side TEXT, Amount INTEGER, PlacedAt INTEGER);
            CREATE INDEX stakes_of ON stakes (MarketId);
            CREATE INDEX stakes_by ON stakes (PersonId);
            INSERT INTO accounts VALUES ('pool/1#credits', 0), ('person/key:client-1-1#credits', 1000);
            """);
        string[] rows =
        [
            "INSERT INTO stakes (MarketId, PersonId, Side, Amount, PlacedAt) VALUES (1, 'key:client-1-1', 'Yes', 1, 638000000000000000)",
            "INSERT INTO transactions (IdempotencyKey, At) VALUES ('stake/' || last_insert_rowid(), 638000000000000000)",
            "UPDATE accounts SET Balance = Balance - 1 WHERE Id = 'person/key:client-1-1#credits'",
            "INSERT INTO entries (TransactionId, AccountId, Amount) VALUES (1, 'person/key:client-1-1#credits', -1)",
            "UPDATE accounts SET Balance = Balance + 1 WHERE Id = 'pool/1#credits'",
            "INSERT INTO entries (TransactionId, AccountId, Amount) VALUES (1, 'pool/1#credits', 1)",
        ];
        var commands = rows.Select(Command).ToList();
        var watch = Stopwatch.StartNew();
        for (var done = 0; done < count; done += Clients)
        {
            Run("BEGIN IMMEDIATE");
            for (var i = 0; i < Clients; i++)
                commands.ForEach(command => command.ExecuteNonQuery());
            Run("COMMIT");
        }

        return count / watch.Elapsed.TotalSeconds;

        SqliteCommand Command(string sql)
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            command.Prepare();
            return command;
        }

        void Run(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    // The same rows in PostgreSQL: a group is one message of many prepared statements.
    private static double BarePostgres(string database, int count)
    {
        using var connection = new NpgsqlConnection(database + ";Max Auto Prepare=100");
        connection.Open();
        using (var tables = new NpgsqlCommand(
            """
            CREATE TABLE accounts (id text PRIMARY KEY, balance bigint);
            CREATE TABLE transactions (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, idempotencykey text UNIQUE, at bigint);
            CREATE TABLE entries (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, transactionid bigint, accountid text, amount bigint);
            CREATE INDEX entries_of ON entries (transactionid);
            CREATE INDEX entries_on ON entries (accountid);
            CREATE TABLE stakes (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, marketid bigint, personid text, side text, amount bigint, placedat bigint);
            CREATE INDEX stakes_of ON stakes (marketid);
            CREATE INDEX stakes_by ON stakes (personid);
            INSERT INTO accounts VALUES ('pool/1#credits', 0), ('person/key:client-1-1#credits', 1000000000);
            """,
            connection))
        {
            tables.ExecuteNonQuery();
        }

        string[] rows =
        [
            "INSERT INTO stakes (marketid, personid, side, amount, placedat) VALUES (1, 'key:client-1-1', 'Yes', 1, 638000000000000000)",
            "INSERT INTO transactions (idempotencykey, at) VALUES ('stake/' || currval('stakes_id_seq'), 638000000000000000)",
            "UPDATE accounts SET balance = balance - 1 WHERE id = 'person/key:client-1-1#credits'",
            "INSERT INTO entries (transactionid, accountid, amount) VALUES (1, 'person/key:client-1-1#credits', -1)",
            "UPDATE accounts SET balance = balance + 1 WHERE id = 'pool/1#credits'",
            "INSERT INTO entries (transactionid, accountid, amount) VALUES (1, 'pool/1#credits', 1)",
        ];
        var watch = Stopwatch.StartNew();
        for (var done = 0; done < count; done += Clients)
        {
            using var transaction = connection.BeginTransaction();
            using var group = new NpgsqlBatch(connection, transaction);
            for (var i = 0; i < Clients; i++)
            {
                foreach (var row in rows)
                    group.BatchCommands.Add(new NpgsqlBatchCommand(row));
            }

            group.ExecuteNonQuery();
            transaction.Commit();
        }

        return count / watch.Elapsed.TotalSeconds;
    }

    private static double At(List<double> sorted, double share) => sorted[(int)(sorted.Count * share)];

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
