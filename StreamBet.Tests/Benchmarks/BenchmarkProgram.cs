using System.Globalization;
using StreamBet.Tests.Benchmarks.Circuits;
using StreamBet.Tests.Benchmarks.Recognition;
using StreamBet.Tests.Benchmarks.Recognition.Texts;
using StreamBet.Tests.EndToEnd;

namespace StreamBet.Tests.Benchmarks;

/// <summary>Runs the benchmarks by hand: <c>dotnet run -c Release --project StreamBet.Tests -- NAME</c>.</summary>
internal static class BenchmarkProgram
{
    private static readonly Dictionary<string, Func<Task>> Benchmarks = new(StringComparer.Ordinal)
    {
        ["upload"] = UploadBenchmark.RunAsync,
        ["page"] = PageBenchmark.RunAsync,
        ["analysis"] = AnalysisBenchmark.RunAsync,
        ["staking"] = StakingBenchmark.RunAsync,
        ["settlement"] = SettlementBenchmark.RunAsync,
        ["aws"] = AwsBenchmark.RunAsync,
        ["peer"] = PeerBenchmark.RunAsync,
        ["fingerprints"] = FingerprintBenchmark.RunAsync,
        ["record"] = RecordBenchmark.RunAsync,
        ["reading"] = ReadingBenchmark.RunAsync,
        ["servers"] = ServersBenchmark.RunAsync,
        ["overlay"] = OverlayBenchmark.RunAsync,
        ["circuits"] = () => CircuitsBenchmark.RunAsync(1_000),
    };

    private static async Task<int> Main(string[] args)
    {
        if (args is ["bare-server", var folder])
        {
            await BareServer.RunAsync(folder);
            return 0;
        }

        if (args is ["local-aws"])
        {
            await LocalAws.RunAsync();
            return 0;
        }

        if (args is ["fit", _, ..])
        {
            await FitCommand.RunAsync(args[1..]);
            return 0;
        }

        if (args is ["report", var known, ..])
        {
            await ReportCommand.RunAsync(known, args is [_, _, "--pictures", var pictures] ? pictures : null);
            return 0;
        }

        if (args is ["fit-text", var fonts, _, ..])
        {
            await TextFitCommand.RunAsync(fonts, args[2..]);
            return 0;
        }

        if (args is ["circuits", var count])
        {
            await CircuitsBenchmark.RunAsync(int.Parse(count, CultureInfo.InvariantCulture));
            return 0;
        }

        if (args is ["picture"])
        {
            await ReadmePicture.RunAsync();
            return 0;
        }

        if (args is ["pictures", var into])
        {
            await PagePictures.RunAsync(into);
            return 0;
        }

        using var report = args.Contains(BenchmarkReport.Option) ? new BenchmarkReport() : null;
        args = [.. args.Except([BenchmarkReport.Option])];
        var chosen = args.Length == 0 || args.Contains("all") ? [.. Benchmarks.Keys] : args;
        if (chosen.FirstOrDefault(name => !Benchmarks.ContainsKey(name)) is { } unknown)
        {
            await Console.Error.WriteLineAsync(
                $"There is no benchmark \"{unknown}\". There are {string.Join(", ", Benchmarks.Keys)}, and all.");
            return 1;
        }

        foreach (var name in chosen)
        {
            Console.WriteLine($"== {name}");
            await Benchmarks[name]();
        }

        return 0;
    }
}
