using System.Diagnostics;
using StreamBet.Core.Receipts;
using StreamBet.Tests.Receipts;
using StreamBet.Tests.Receipts.Records;
using StreamBet.Tests.Support;
using StreamBet.Web.Features.Receipts;

namespace StreamBet.Tests.Benchmarks;

/// <summary>The record of a server with 100,000 receipts of every kind and 1,000 hosts: the first time after a start, and later;
/// against a recount by the command.</summary>
internal static class RecordBenchmark
{
    private const int Count = 100_000, Hosts = 1_000, AtOnce = 1_000;

    public static async Task RunAsync()
    {
        using var folder = new TemporaryFolder();
        var lines = folder.File("chain.jsonl");
        await FillAsync(folder.Path, lines);

        using var server = await ServerProcess.StartApplicationAsync(folder.Path);
        using var client = server.NewClient(TimeSpan.FromMinutes(10));
        (await client.GetAsync("/api/receipts/head")).EnsureSuccessStatusCode();
        server.ForgetPeak();
        var before = server.Memory;
        var (record, first) = await GetAsync(client);
        Print($"{Count} receipts, {Hosts} hosts: {first:0.0} s the first time after a start; memory +{(server.PeakMemory - before) / 1024.0 / 1024:0} MB");
        var again = await TimesAsync(client);
        Print($"/api/record after that:      {again[again.Count / 2]:0.000} s (median of {again.Count}), slowest {again[^1]:0.000} s (wanted 1); {record.Length / 1024} kB");

        var watch = Stopwatch.StartNew();
        using var recount = new MemoryStream();
        await RecordCommand.RunAsync(["--receipts", lines], () => Stream.Null, recount, Console.Error, default);
        Print($"recount by the command:      {watch.Elapsed.TotalSeconds:0.0} s; {(recount.ToArray().AsSpan().SequenceEqual(record) ? "the same bytes" : "OTHER BYTES")}");
    }

    private static async Task FillAsync(string folder, string lines)
    {
        var kinds = RecordSamples.EveryKind();
        await using var exchange = await Exchange.OpenAsync(folder);
        await using var file = File.Create(lines);
        string? previous = null;
        for (var done = 0; done < Count;)
        {
            await using var unit = await exchange.Work.BeginAsync(default);
            for (var end = Math.Min(Count, done + AtOnce); done < end; done++)
            {
                var content = kinds[done % kinds.Count] with { Sequence = done + 1, Previous = previous };
                var host = content.Bet.Host is null
                    ? null
                    : new ReceiptHost(ReceiptSamples.Sha256($"host {done % Hosts}"), $"Host {done % Hosts}");
                var receipt = ReceiptSamples.Issue(content with { Bet = content.Bet with { Id = done + 1, Host = host } });
                unit.Receipts.Add(receipt, ReceiptSamples.Seed);
                await file.WriteAsync(receipt.Bytes);
                file.WriteByte((byte)'\n');
                previous = receipt.Hash;
            }

            await unit.CommitAsync(default);
        }

        await exchange.DisposeAsync();
    }

    private static async Task<List<double>> TimesAsync(HttpClient client)
    {
        var times = new List<double>();
        for (var time = 0; time < 21; time++)
            times.Add((await GetAsync(client)).Seconds);
        times.Sort();
        return times;
    }

    private static async Task<(byte[] Bytes, double Seconds)> GetAsync(HttpClient client)
    {
        var watch = Stopwatch.StartNew();
        var bytes = await client.GetByteArrayAsync("/api/record");
        return (bytes, watch.Elapsed.TotalSeconds);
    }

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
