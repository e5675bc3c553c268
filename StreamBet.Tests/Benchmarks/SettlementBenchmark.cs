using System.Diagnostics;
using System.Globalization;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets;
using StreamBet.Core.People;
using StreamBet.Core.Rule;
using StreamBet.Tests.Markets;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks;

/// <summary>Markets with up to a million stakes of as many people, decided and paid out, and voided, against the bare writing of
/// the same rows; meanwhile others go on reading.</summary>
internal static class SettlementBenchmark
{
    private static readonly int[] Sizes = [10_000, 100_000, 1_000_000];

    public static async Task RunAsync()
    {
        // Once without counting: code is compiled by then.
        await RunAsync(1_000, "resolved", (exchange, market) => exchange.ResolveAsync(market, Outcome.Yes));
        foreach (var size in Sizes)
        {
            await RunAsync(size, "resolved", (exchange, market) => exchange.ResolveAsync(market, Outcome.Yes));
            await RunAsync(size, "voided", (exchange, market) => exchange.Markets.VoidAsync(
                market, "For the benchmark.", new Caller("operator", "Operator", Role.Operator, ""), default));
        }
    }

    private static async Task RunAsync(int size, string what, Func<Exchange, long, Task> settle)
    {
        using var folder = new TemporaryFolder();
        await using var exchange = await Exchange.OpenAsync(folder.Path, TimeProvider.System);
        var market = (await exchange.OpenMarketAsync(Exchange.Person("host"))).Id;
        Crowd.Fill(folder.File("streambet.db"), market, size);
        var before = Memory("VmRSS");
        await File.WriteAllTextAsync("/proc/self/clear_refs", "5");

        using var reading = new CancellationTokenSource();
        var reader = Task.Run(() => ReadAsync(exchange, market, reading.Token));
        var watch = Stopwatch.StartNew();
        await settle(exchange, market);
        var seconds = watch.Elapsed.TotalSeconds;
        var grown = (Memory("VmHWM") - before) / 1024.0;
        await reading.CancelAsync();
        var (reads, slowest) = await reader;
        await Bank.EnsureWholeAsync(exchange);
        var floor = Bare(folder.File("streambet.db"), market);
        Print($"{size,9} stakes {what,-8}: {seconds:0.00} s, {size / seconds:0} a second; {seconds / floor:0.00} times the bare writing ({floor:0.00} s); memory +{grown:0} MB; {reads} readings meanwhile, the slowest {slowest:0} ms");
    }

    private static async Task<(int Reads, double Slowest)> ReadAsync(Exchange exchange, long market, CancellationToken stop)
    {
        var (reads, slowest) = (0, 0.0);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (!stop.IsCancellationRequested)
        {
            var watch = Stopwatch.StartNew();
            await using (var unit = await exchange.Work.ReadAsync(default))
            {
                await unit.Markets.FindAsync(market, default);
                await unit.Markets.StakesOfAsync("key:0000042", null, 200, default);
                await unit.Ledger.FindBalanceAsync(AccountAddress.Person("key:0000042", Currency.Credits), default);
            }

            slowest = Math.Max(slowest, watch.Elapsed.TotalMilliseconds);
            reads++;
            await timer.WaitForNextTickAsync(default);
        }

        return (reads, slowest);
    }

    // What SQLite itself needs to write as many rows: a figure to each stake, an entry and a balance to each person.
    private static double Bare(string database, long market)
    {
        using var connection = Crowd.Open(database);
        Crowd.Run(connection, "CREATE TABLE bare (Id INTEGER PRIMARY KEY, AccountId TEXT, Amount INTEGER); CREATE INDEX bare_on ON bare (AccountId)");
        var watch = Stopwatch.StartNew();
        Crowd.Run(
            connection,
            $"""
            BEGIN IMMEDIATE;
            UPDATE stakes SET Returned = Returned + 1 WHERE MarketId = {market};
            INSERT INTO bare (AccountId, Amount) SELECT Id, 1 FROM accounts ORDER BY Id;
            UPDATE accounts SET Balance = Balance + 1;
            COMMIT;
            """);
        return watch.Elapsed.TotalSeconds;
    }

    // In kB.
    private static long Memory(string name) => long.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal))
            .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
