using System.Diagnostics;
using System.Net.Http.Json;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks;

/// <summary>Reads and stakes by 32 clients through nginx, with one server on a PostgreSQL database behind it and with three. All share the
/// machine's cores, so three can't be faster; what is measured is whether they get in each other's way.</summary>
internal static class ServersBenchmark
{
    private const int Clients = 32;

    // A client goes on with another account after this many stakes of one credit.
    private const int StakesOfEach = 900, AccountsOfEach = 8;

    // Until the code of each server is compiled for good.
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(15), Measuring = TimeSpan.FromSeconds(10);

    public static async Task RunAsync()
    {
        var one = await MeasureAsync(1);
        var three = await MeasureAsync(3);
        Print($"reads:  one server {one.Reads:0} a second, three {three.Reads:0}; ratio {three.Reads / one.Reads:0.00} (wanted 0.8)");
        Print($"stakes: one server {one.Stakes:0} a second, three {three.Stakes:0}; ratio {three.Stakes / one.Stakes:0.00} (wanted 0.8)");
    }

    private static async Task<(double Reads, double Stakes)> MeasureAsync(int servers)
    {
        using var group = await ServerGroup.StartAsync(
            servers,
            [
                .. Enumerable.Range(0, Clients * AccountsOfEach).SelectMany(
                    i => (string[])[$"--StreamBet:ApiKeys:{i}:Name", $"client-{i}", $"--StreamBet:ApiKeys:{i}:Key", KeyOf(i)]),
            ]);
        using var host = group.NewClient();
        var market = await host.OpenMarketAsync();
        await LoadAsync(group, Warming, ReadAsync);
        var reads = await LoadAsync(group, Measuring, ReadAsync);
        await LoadAsync(group, Warming, StakeAsync);
        return (reads, await LoadAsync(group, Measuring, StakeAsync, AccountsOfEach / 2));

        Task<HttpResponseMessage> ReadAsync(HttpClient client) => client.GetAsync("/api/bets");

        Task<HttpResponseMessage> StakeAsync(HttpClient client) =>
            client.PostAsJsonAsync($"/api/bets/{market}/stakes", new { side = "YES", amount = 1 });
    }

    private static async Task<double> LoadAsync(
        ServerGroup group, TimeSpan duration, Func<HttpClient, Task<HttpResponseMessage>> call, int firstAccount = 0)
    {
        var watch = Stopwatch.StartNew();
        var done = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => Task.Run(async () =>
        {
            using var client = group.NewClient(KeyOf((i * AccountsOfEach) + firstAccount));
            var count = 0;
            while (watch.Elapsed < duration)
            {
                using (var answer = await call(client))
                    answer.EnsureSuccessStatusCode();
                if (++count % StakesOfEach == 0)
                    client.DefaultRequestHeaders.Authorization = new("Bearer", KeyOf((i * AccountsOfEach) + firstAccount + (count / StakesOfEach)));
            }

            return count;
        })));
        return done.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static string KeyOf(int account) => $"key-of-the-client-{account}";

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
