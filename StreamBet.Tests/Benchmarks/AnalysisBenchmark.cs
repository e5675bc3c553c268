using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Core.Vision;
using StreamBet.Core.Vision.Detection;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks;

/// <summary>A clip of 30 s in 720p, from its last byte uploaded to its market's verdict, against the sum of decoding alone
/// and looking alone.</summary>
internal static class AnalysisBenchmark
{
    private const int Rounds = 5;
    private const int CreditRounds = 3;

    public static async Task RunAsync()
    {
        using var folder = new TemporaryFolder();
        var clip = await RealClips.HalfMinuteAsync();
        using var application = await ServerProcess.StartApplicationAsync(folder.File("data"));
        using var client = application.NewClient(TimeSpan.FromMinutes(5));
        using var models = VisionModels.Load(new ModelFiles(Repository.Models));
        var video = await Conversions.Probe.ProbeAsync(clip, CancellationToken.None);
        var frames = await DecodeAsync(clip, video);

        await DecideAsync(client, clip);
        Look(models, video, frames);
        var ratios = new List<double>();
        var seconds = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var whole = await DecideAsync(client, clip);
            var decode = await BareDecodeAsync(clip);
            var look = Look(models, video, frames);
            Print($"round {round + 1}: to the verdict {whole:0.00} s; decoding alone {decode:0.00} s, looking alone {look:0.00} s");
            seconds.Add(whole);
            ratios.Add(whole / (decode + look));
        }

        Print($"last byte to verdict: {Median(seconds):0.00} s (median of {Rounds}; wanted 8 at most)");
        Print($"ratio to decoding and looking alone: {Median(ratios):0.00} ({ratios.Min():0.00} to {ratios.Max():0.00}; wanted 1.25 at most)");
        Print($"the same for credits: {Median(await DecideForCreditsAsync(client)):0.00} s (median of {CreditRounds}; wanted 8 at most)");
        Print($"memory of the server at most {application.PeakMemory / (1024.0 * 1024):0} MB (wanted under 1,000)");
        frames.ForEach(frame => frame.Dispose());
    }

    // The clips are no copies of each other, so each is looked up by its fine fingerprint too.
    private static async Task<List<double>> DecideForCreditsAsync(HttpClient client)
    {
        var seconds = new List<double>();
        for (var round = 1; round <= CreditRounds; round++)
            seconds.Add(await DecideAsync(client, await RealClips.HalfMinuteAsync(round), await client.OpenMarketAsync()));
        return seconds;
    }

    // Sends the clip for a practice market, which a known clip may decide too.
    private static async Task<double> DecideAsync(HttpClient client, string clip)
    {
        var bets = (await client.GetJsonAsync("/api/bets")).GetProperty("bets").EnumerateArray();
        var market = bets.Single(bet => bet.GetProperty("status").GetString() == "active" && bet.GetProperty("practice").GetBoolean()
            && bet.GetProperty("criterion").GetProperty("labels")[0].GetString() == "Person").GetProperty("id").GetInt64();
        return await DecideAsync(client, clip, market);
    }

    // Stops the clock at the event that tells the verdict.
    private static async Task<double> DecideAsync(HttpClient client, string clip, long market)
    {
        using var content = new TimedContent(await File.ReadAllBytesAsync(clip));
        var job = await (await client.SendClipAsync(content, "clip.mp4", $"?bet_ids={market}", isAsync: true))
            .ReadAsync(HttpStatusCode.Accepted);
        using var events = new StreamReader(await client.GetStreamAsync($"{job.GetProperty("location").GetString()}/events"));
        var last = (await events.ReadToEndAsync()).Split('\n').Last(line => line.StartsWith("data: ", StringComparison.Ordinal));
        var seconds = Stopwatch.GetElapsedTime(content.SentAt).TotalSeconds;
        var verdict = JsonDocument.Parse(last[6..]).RootElement.GetProperty("verdicts")[0].GetProperty("verdict");
        verdict.GetProperty("outcome").GetString().Should().Be("YES");
        return seconds;
    }

    private static async Task<double> BareDecodeAsync(string clip)
    {
        var start = Stopwatch.GetTimestamp();
        using var ffmpeg = Process.Start(
            "ffmpeg", ["-nostdin", "-v", "error", "-threads", "2", "-i", clip, "-map", "0:v:0", "-f", "null", "-"]);
        await ffmpeg.WaitForExitAsync();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Look(VisionModels models, VideoMetadata video, List<Frame> frames)
    {
        var start = Stopwatch.GetTimestamp();
        var geometry = new FrameGeometry(video.Width, video.Height);
        Parallel.ForEach(
            Partitioner.Create(frames, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            frame => models.Detect(frame.Rgb, geometry));
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<List<Frame>> DecodeAsync(string clip, VideoMetadata video)
    {
        var frames = new List<Frame>();
        var source = new FfmpegFrameSource(new MediaOptions(), TimeProvider.System);
        await foreach (var frame in source.ReadAsync(
            clip, video, CenterNetDetector.FrameSize, SamplePlan.SamplesPerSecond, new DecodeReport(), CancellationToken.None))
        {
            frames.Add(frame);
        }

        return frames;
    }

    // Bytes that take note of when the last of them was sent.
    private sealed class TimedContent(byte[] bytes) : HttpContent
    {
        public long SentAt { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes);
            await stream.FlushAsync();
            SentAt = Stopwatch.GetTimestamp();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
