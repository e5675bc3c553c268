using System.Diagnostics;
using System.Globalization;
using System.Net;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks.Circuits;

/// <summary>Circuits that are open on one market's page: what each costs the server, and how soon all of them show a stake.</summary>
internal static class CircuitsBenchmark
{
    private const int Warming = 20, AtOnce = 8, Stakes = 10, History = 60, Burst = 40;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2), BurstPace = TimeSpan.FromMilliseconds(50);

    /// <summary>Measures it.</summary>
    /// <param name="count">How many circuits.</param>
    public static async Task RunAsync(int count)
    {
        using var folder = new TemporaryFolder();
        using var server = await ServerProcess.StartPublishedAsync(
            folder.File("data"), "--StreamBet:Limits:Circuits", "1000000", "--StreamBet:Limits:ReadsPerMinute", "1000000",
            "--StreamBet:Limits:StakesPerMinute", "1000000");
        using var host = server.NewClient();
        using var person = new HttpClient { BaseAddress = server.Address };
        await person.OpenPageAsync();
        var market = new StakedMarket(person, await host.OpenMarketAsync());
        for (var stake = 0; stake < History; stake++)
            await market.StakeAsync();

        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        var page = new Uri(server.Address, $"/markets/{market.Id}");
        var warming = await OpenAsync(http, page, Warming, market.Shown);
        await MeasureAsync(server, market, warming);
        await Task.Delay(Quiet, TimeProvider.System);

        var (memory, processor) = (server.Memory, server.ProcessorTime);
        var circuits = await OpenAsync(http, page, count, market.Shown);
        await Task.Delay(Quiet, TimeProvider.System);
        Print($"{count} circuits opened: {(server.ProcessorTime - processor).TotalMilliseconds / count:0.0} ms of processor time each, {circuits.Average(circuit => circuit.Received.Bytes) / 1000:0.0} kB sent each");
        Print($"memory:              {(server.Memory - memory) / 1000.0 / count:0} kB each (resident; wanted at most 450)");

        var rounds = new List<Round>();
        for (var round = 0; round < Stakes; round++)
            rounds.Add(await MeasureAsync(server, market, circuits));
        var missed = rounds.Sum(round => round.Missed);
        Print($"stake answered:      {Median(rounds, round => round.Answered):0} ms after it was sent (median of {Stakes}, the slowest {rounds.Max(round => round.Answered):0})");
        Print($"first circuit:       {Median(rounds, round => round.First):0} ms");
        Print($"median circuit:      {Median(rounds, round => round.Middle):0} ms");
        Print($"95 % of circuits:    {Median(rounds, round => round.Most):0} ms");
        Print($"last circuit:        {Median(rounds, round => round.Last):0} ms (the slowest {rounds.Max(round => round.Last):0}; wanted 250)");
        Print($"processor time:      {Median(rounds, round => round.Processor):0.00} ms of the server's per circuit and stake");
        Print($"sent:                {Median(rounds, round => round.Updates):0.0} updates, {Median(rounds, round => round.Bytes) / 1000:0.0} kB per circuit and stake");
        Print($"missed:              {missed} updates did not come{(missed > 0 ? ", so these figures do not count" : "")}");
        await MeasureBurstAsync(market, circuits);
        Print($"memory after stakes: {(server.Memory - memory) / 1000.0 / count:0} kB each");
        foreach (var circuit in warming.Concat(circuits))
            circuit.Dispose();
    }

    private static async Task<Circuit[]> OpenAsync(HttpClient http, Uri page, int count, string shows)
    {
        var circuits = new Circuit[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (place, _) =>
            circuits[place] = await Circuit.OpenAsync(http, page, shows));
        return circuits;
    }

    private static async Task<Round> MeasureAsync(ServerProcess server, StakedMarket market, Circuit[] circuits)
    {
        var before = (server.ProcessorTime, Updates: circuits.Sum(circuit => circuit.Received.Count), Bytes: circuits.Sum(circuit => circuit.Received.Bytes));
        var seeing = circuits.Select(circuit => circuit.SeesAsync(market.ShownNext)).ToArray();
        var start = Stopwatch.GetTimestamp();
        await market.StakeAsync();
        var answered = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var seen = await Task.WhenAll(seeing);
        var times = seen.OfType<long>().Select(at => Stopwatch.GetElapsedTime(start, at).TotalMilliseconds).Order().ToList();
        if (times.Count == 0)
            throw new InvalidOperationException("No circuit was told of the stake.");

        // What else they are told of the stake costs, too.
        await Task.Delay(Quiet, TimeProvider.System);
        return new Round(
            answered, times[0], times[times.Count / 2], times[times.Count * 95 / 100], times[^1],
            (server.ProcessorTime - before.ProcessorTime).TotalMilliseconds / circuits.Length,
            (circuits.Sum(circuit => circuit.Received.Count) - before.Updates) / (double)circuits.Length,
            (circuits.Sum(circuit => circuit.Received.Bytes) - before.Bytes) / (double)circuits.Length,
            seen.Count(at => at is null));
    }

    // Stakes faster than they are to be shown.
    private static async Task MeasureBurstAsync(StakedMarket market, Circuit[] circuits)
    {
        var before = circuits.Sum(circuit => circuit.Received.Count);
        var start = Stopwatch.GetTimestamp();
        for (var stake = 0; stake < Burst; stake++)
        {
            await market.StakeAsync();
            await Task.Delay(BurstPace, TimeProvider.System);
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await Task.Delay(Quiet, TimeProvider.System);
        Print($"in a burst:          {(circuits.Sum(circuit => circuit.Received.Count) - before) / (double)circuits.Length / seconds:0.0} updates a second per circuit of {Burst / seconds:0} stakes a second");
    }

    private static double Median(List<Round> rounds, Func<Round, double> figure) => rounds.Select(figure).Order().ElementAt(rounds.Count / 2);

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));

    // Times in milliseconds since the stake was sent; the rest per circuit.
    private sealed record Round(
        double Answered, double First, double Middle, double Most, double Last, double Processor, double Updates, double Bytes, int Missed);

    // A market with only stakes of 1, so that the pool tells how many there were.
    private sealed class StakedMarket(HttpClient person, long id)
    {
        private int _stakes;

        public long Id => id;

        /// <summary>The pool as the page shows it.</summary>
        public string Shown => Text(_stakes);

        /// <summary>The pool after the next stake.</summary>
        public string ShownNext => Text(_stakes + 1);

        public async Task StakeAsync()
        {
            await person.PostJsonAsync(
                $"/api/bets/{id}/stakes", new { side = _stakes % 3 == 0 ? "NO" : "YES", amount = 1 }, HttpStatusCode.Created);
            _stakes++;
        }

        private static string Text(int credits) => credits.ToString("N0", CultureInfo.InvariantCulture);
    }
}
