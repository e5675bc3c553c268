using System.Diagnostics;
using System.Globalization;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks;

/// <summary>100 MB by curl into the application, against the same bytes into a bare PUT of the same server framework.</summary>
internal static class UploadBenchmark
{
    private const int Rounds = 7;
    private const int ClipBytes = 100 * 1024 * 1024;

    public static async Task RunAsync()
    {
        using var folder = new TemporaryFolder();
        var clip = folder.File("large.mp4");
        await LargeClip.WriteAsync(clip, ClipBytes);
        using var application = await ServerProcess.StartApplicationAsync(folder.File("data"));
        using var bare = await ServerProcess.StartBareAsync(folder.Path);

        // Once each without counting: code is compiled and the models are loaded by then.
        await SendAsync(application, clip);
        await PutAsync(bare, clip);
        var (sent, put, grown) = (new List<double>(), new List<double>(), new List<double>());
        var memory = application.Memory;
        for (var round = 0; round < Rounds; round++)
        {
            sent.Add(await SendAsync(application, clip, grown));
            put.Add(await PutAsync(bare, clip));
        }

        var ratios = sent.Zip(put, (ours, floor) => floor / ours).Order().ToList();
        Print($"application, whole request with probe: {Speed(sent):0} MB/s (median of {Rounds})");
        Print($"bare PUT:                              {Speed(put):0} MB/s");
        Print($"ratio, pair by pair:                   {ratios[Rounds / 2]:0.00} ({ratios[0]:0.00} to {ratios[^1]:0.00}; wanted 0.70)");
        Print($"memory of the application:             {memory / 1048576.0:0} MB before, and in an upload at most {grown.Max():+0;-0} MB (wanted under +48)");
    }

    private static async Task<double> SendAsync(ServerProcess server, string clip, List<double>? grown = null)
    {
        var before = server.Memory;
        server.ForgetPeak();
        var seconds = await CurlAsync("-H", "Prefer: respond-async", "-F", $"file=@{clip}", $"{server.Address}api/analyze");
        grown?.Add((server.PeakMemory - before) / 1048576.0);

        // The analysis of one upload is over before the next begins, so that only uploads are compared.
        using var client = server.NewClient();
        await Eventually.IsTrueAsync(
            () => client.GetJsonAsync("/api/health").GetAwaiter().GetResult().GetProperty("unfinished_jobs").GetInt32() == 0,
            "the analysis ends");
        return seconds;
    }

    private static Task<double> PutAsync(ServerProcess server, string clip) =>
        CurlAsync("-T", clip, $"{server.Address}received.mp4");

    private static async Task<double> CurlAsync(params string[] arguments)
    {
        using var curl = Process.Start(new ProcessStartInfo(
            "curl", ["--silent", "--fail-with-body", "--write-out", "\n%{time_total}", .. arguments])
        {
            RedirectStandardOutput = true,
        })!;
        var answer = await curl.StandardOutput.ReadToEndAsync();
        await curl.WaitForExitAsync();
        return curl.ExitCode == 0
            ? double.Parse(answer.Split('\n')[^1], CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"curl ended with {curl.ExitCode}: {answer}");
    }

    private static double Speed(List<double> seconds) => 100 / seconds.Order().ElementAt(seconds.Count / 2);

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
