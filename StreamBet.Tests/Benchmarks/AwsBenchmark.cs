using System.Diagnostics;
using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Benchmarks;

/// <summary>The way to S3 and Rekognition, against a real S3 server and an emulated Rekognition on this machine.</summary>
internal static class AwsBenchmark
{
    private const int Rounds = 5;
    private const int Megabyte = 1024 * 1024;

    public static async Task RunAsync()
    {
        await UploadAsync();
        await ManyAtOnceAsync();
        await LabelsAsync();
        await SlotsAsync();
    }

    private static async Task UploadAsync()
    {
        await using var aws = await AwsWorld.StartAsync();
        using var folder = new TemporaryFolder();
        var clip = folder.File("large.mp4");
        await LargeClip.WriteAsync(clip, 100 * Megabyte);
        using var server = await StartAsync(aws, folder);
        using var client = server.NewClient(TimeSpan.FromMinutes(5));
        await SendAsync(client, clip);
        await PlainUpload.SendAsync(aws.Server.Client, aws.Bucket, clip);
        await IdleAsync(client);

        var (ours, floor, grown) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var before = server.Memory;
            server.ForgetPeak();
            ours.Add(await SecondsAsync(() => SendAsync(client, clip)));
            grown.Add((server.PeakMemory - before) / (double)Megabyte);
            await IdleAsync(client);
            floor.Add(await SecondsAsync(() => PlainUpload.SendAsync(aws.Server.Client, aws.Bucket, clip)));
        }

        var ratios = ours.Zip(floor, (sent, plain) => plain / sent).Order().ToList();
        Print($"100 MB, HTTP body to S3, with hash, file and probe: {100 / Median(ours):0} MB/s (median of {Rounds})");
        Print($"100 MB, plain multipart upload of a file:           {100 / Median(floor):0} MB/s");
        Print($"ratio, pair by pair: {ratios[Rounds / 2]:0.00} ({ratios[0]:0.00} to {ratios[^1]:0.00}; wanted 0.70)");
        Print($"memory in an upload at most {grown.Max():+0;-0} MB (wanted under +64)");
    }

    private static async Task ManyAtOnceAsync()
    {
        const int clips = 20;
        await using var aws = await AwsWorld.StartAsync();
        using var folder = new TemporaryFolder();
        var clip = folder.File("clip.mp4");
        await LargeClip.WriteAsync(clip, 20 * Megabyte);
        using var server = await StartAsync(aws, folder);
        using var client = server.NewClient(TimeSpan.FromMinutes(10));
        await SendAsync(client, clip);
        await IdleAsync(client);

        var before = server.Memory;
        server.ForgetPeak();
        var seconds = await SecondsAsync(async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, clips).Select(_ => SendAsync(client, clip)));
            await IdleAsync(client);
        });
        Print($"{clips} clips of 20 MB at once: all done in {seconds:0.0} s, {aws.Rekognition.Jobs.Count - 1} detections, ",
            $"memory {(server.PeakMemory - before) / (double)Megabyte:+0;-0} MB (wanted under +200)");
    }

    private static async Task LabelsAsync()
    {
        await using var aws = await AwsWorld.StartAsync();
        using var folder = new TemporaryFolder();
        aws.Rekognition.Labels = RekognitionLabels.Many(6_000);
        using var server = await StartAsync(aws, folder, ("Aws:CallsPerSecond", "20"), ("Aws:PollInterval", "00:00:00.500"));
        using var client = server.NewClient();
        var clip = await TestClips.MakeAsync(
            "half-hour.mp4", "-f", "lavfi", "-i", "color=s=64x64:r=2:d=1510", "-c:v", "libx264", "-preset", "ultrafast");
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            await (await client.SendClipAsync(clip)).ReadAsync();
            var answered = TimeProvider.System.GetUtcNow();
            var job = aws.Rekognition.Jobs[^1];
            var first = aws.Rekognition.Calls.Where(call => (string?)call.Body?["JobId"] == job.Id && call.Body?["NextToken"] is null)
                .Max(call => call.At);
            times.Add((answered - first).TotalSeconds);
        }

        Print($"from the SUCCEEDED poll to the answer, 6,000 labels at 20 calls a second: {Median(times):0.00} s, ",
            $"slowest {times.Max():0.00} s (wanted 1; five pages take 0.25 s of that)");
    }

    private static async Task SlotsAsync()
    {
        const int jobs = 100;
        await using var aws = await AwsWorld.StartAsync();
        using var folder = new TemporaryFolder();
        (aws.Rekognition.Slots, aws.Rekognition.CallsPerSecond) = (20, 5);
        using var server = await StartAsync(
            aws, folder, ("Aws:CallsPerSecond", "5"), ("Aws:PollInterval", "00:00:05"), ("Aws:SlotInterval", "00:00:20"));
        using var client = server.NewClient(TimeSpan.FromMinutes(10));
        var clip = await RealClips.NobodyAsync();
        var seconds = await SecondsAsync(async () =>
        {
            await Task.WhenAll(Enumerable.Range(0, jobs).Select(_ => SendAsync(client, clip)));
            await IdleAsync(client);
        });
        Print($"{jobs} jobs at once, 20 slots, 5 calls a second: all done in {seconds:0} s with {aws.Rekognition.Calls.Count} calls; ",
            $"{aws.Rekognition.RefusedForRate} over the rate, {aws.Rekognition.Jobs.Count} detections, at most ",
            $"{aws.Rekognition.MaxJobsAtOnce} at a time and {aws.Rekognition.MaxCallsInASecond()} calls in any second");
    }

    private static Task<ServerProcess> StartAsync(
        AwsWorld aws, TemporaryFolder folder, params (string Key, string Value)[] settings)
    {
        // Straight to the server: what stands before it in tests would be measured too.
        aws.Rekognition.S3Endpoint = null;
        return ServerProcess.StartApplicationAsync(
            folder.File("data"), aws.Arguments([("Aws:S3ServiceUrl", aws.Server.Address.ToString()), .. settings]));
    }

    private static async Task SendAsync(HttpClient client, string clip) =>
        (await client.SendClipAsync(clip, isAsync: true)).EnsureSuccessStatusCode();

    private static async Task IdleAsync(HttpClient client)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while ((await client.GetJsonAsync("/api/health")).GetProperty("unfinished_jobs").GetInt32() > 0)
            await pause.WaitForNextTickAsync();
    }

    private static async Task<double> SecondsAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Print(params FormattableString[] parts) =>
        Console.WriteLine(string.Concat(parts.Select(FormattableString.Invariant)));
}
