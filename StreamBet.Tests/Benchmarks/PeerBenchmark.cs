using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Benchmarks;

/// <summary>The way to S3 and Rekognition against the least that does it: a small program in Python that saves a clip, uploads it,
/// polls and answers, and that knows no probe, no fingerprint and no market.</summary>
internal static partial class PeerBenchmark
{
    private const int Rounds = 5;
    private const int Together = 20;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private const long TicksPerSecond = 100; // USER_HZ of every Linux that .NET runs on.

    public static async Task RunAsync()
    {
        if (SharedMaterial.Peer is not { } program)
        {
            Console.WriteLine("The program in Python is not beside the project.");
            return;
        }

        // About 20 MB.
        var clip = await TestClips.MakeAsync(
            "peer.mp4", "-loop", "1", "-framerate", "30", "-t", "12.5", "-i", RealClips.Picture("sample4.jpg"),
            "-vf", "scale=1400:-2,crop=1280:720:x='60+50*sin(t)':y='20+15*cos(t)',noise=alls=20:allf=t", "-pix_fmt", "yuv420p",
            "-c:v", "libx264", "-preset", "veryfast", "-b:v", "12800k", "-minrate", "12800k", "-maxrate", "12800k", "-bufsize", "12800k");
        await using var aws = await AwsWorld.StartAsync();
        aws.Rekognition.JobsEnd = new JobEnd.AfterPolls(2);

        // Straight to the server: what stands before it in tests would be measured too.
        aws.Rekognition.S3Endpoint = null;
        using var folder = new TemporaryFolder();
        using var server = await ServerProcess.StartApplicationAsync(
            folder.File("data"),
            aws.Arguments(
                ("Aws:S3ServiceUrl", aws.Server.Address.ToString()), ("Aws:PollInterval", Poll.ToString("c", CultureInfo.InvariantCulture)),
                ("StreamBet:Metrics", "true")));
        using var ours = server.NewClient();
        using var python = await StartAsync(program, aws, folder);
        if (python is null)
            return;
        using var theirs = new HttpClient { BaseAddress = python.Address, Timeout = TimeSpan.FromMinutes(2) };
        Side[] sides = [new("StreamBet", ours, server.Id), new("Python", theirs, python.Process.Id)];
        foreach (var side in sides)
            await SendAsync(side.Client, clip);
        foreach (var count in new[] { 1, Together })
        {
            var before = await PhasesAsync(ours);
            await CompareAsync(sides, count, clip);
            var phases = (await PhasesAsync(ours)).Select(phase => string.Create(
                CultureInfo.InvariantCulture, $"{phase.Key} {(phase.Value - before[phase.Key]) / (count * Rounds):0.00} s"));
            Console.WriteLine($"{count,2} at once, a clip of StreamBet's on average: {string.Join(", ", phases)}");
        }
    }

    // The seconds that each phase of clips has taken so far, all clips together.
    private static async Task<Dictionary<string, double>> PhasesAsync(HttpClient client) =>
        PhaseSum().Matches(await client.GetStringAsync("/metrics")).ToDictionary(
            sum => sum.Groups["phase"].Value, sum => double.Parse(sum.Groups["seconds"].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex("""^streambet_clips_phase_duration_seconds_sum\{.*outcome="done".*phase="(?<phase>\w+)".*\} (?<seconds>[\d.]+)""", RegexOptions.Multiline)]
    private static partial Regex PhaseSum();

    // In turn, so that both meet the same machine.
    private static async Task CompareAsync(Side[] sides, int count, string clip)
    {
        var runs = sides.ToDictionary(side => side, _ => new List<(double Seconds, double Own, double Machine)>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var side in sides)
            {
                var (own, machine) = ProcessorTime(side.ProcessId);
                var watch = Stopwatch.StartNew();
                await Task.WhenAll(Enumerable.Range(0, count).Select(_ => SendAsync(side.Client, clip)));
                var seconds = watch.Elapsed.TotalSeconds;
                var (ownAfter, machineAfter) = ProcessorTime(side.ProcessId);
                runs[side].Add((seconds, (ownAfter - own) / count, (machineAfter - machine) / count));
            }
        }

        foreach (var (side, measured) in runs)
        {
            Print($"{count,2} at once, {side.Name,-9}: {Median(measured.Select(run => run.Seconds)):0.00} s; a clip takes {Median(measured.Select(run => run.Own)):0.000} s of processor time, and {Median(measured.Select(run => run.Machine)):0.000} s of the whole machine's, S3's and Rekognition's stand-ins included");
        }

        var faster = Median(runs[sides[1]].Select(run => run.Seconds)) / Median(runs[sides[0]].Select(run => run.Seconds));
        Print($"{count,2} at once: {faster:0.00} times as fast (wanted {(count == 1 ? 1.0 : 1.3):0.0})");
    }

    // Null, and said, if Python or one of its packages is missing.
    private static async Task<Peer?> StartAsync(string program, AwsWorld aws, TemporaryFolder folder)
    {
        var address = FreeAddress();
        var start = new ProcessStartInfo("python3", [program]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in new[]
        {
            ("S3_URL", aws.Server.Address.ToString()), ("REK_URL", aws.Rekognition.Address.ToString()), ("AWS_BUCKET", aws.Bucket),
            ("POLL_S", Poll.TotalSeconds.ToString(CultureInfo.InvariantCulture)), ("UPLOADS", folder.File("uploads")),
            ("PORT", address.Port.ToString(CultureInfo.InvariantCulture)),
        })
        {
            start.Environment[name] = value;
        }

        var peer = new Peer(Process.Start(start)!, address);
        var said = peer.Process.StandardError.ReadToEndAsync();
        _ = peer.Process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        using var client = new HttpClient { BaseAddress = address };
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await pause.WaitForNextTickAsync())
        {
            if (peer.Process.HasExited)
            {
                Console.WriteLine($"The program in Python did not start: {(await said).Trim().Split('\n')[^1]}");
                peer.Dispose();
                return null;
            }

            try
            {
                (await client.GetAsync("/api/health")).EnsureSuccessStatusCode().Dispose();
                return peer;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }

        return null;
    }

    private static Uri FreeAddress()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
    }

    private static async Task SendAsync(HttpClient client, string clip)
    {
        using var answer = await client.SendClipAsync(clip);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
    }

    // In seconds: that of the process (proc_pid_stat(5), fields 14 and 15), and of the machine without its idle time (proc_stat(5)).
    private static (double Own, double Machine) ProcessorTime(int processId)
    {
        var fields = File.ReadAllText($"/proc/{processId}/stat").Split(')')[^1].Split(' ');
        var machine = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..4];
        return (Seconds(fields[12]) + Seconds(fields[13]), machine.Sum(Seconds));
    }

    private static double Seconds(string ticks) => long.Parse(ticks, CultureInfo.InvariantCulture) / (double)TicksPerSecond;

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));

    private sealed record Side(string Name, HttpClient Client, int ProcessId);

    private sealed record Peer(Process Process, Uri Address) : IDisposable
    {
        public void Dispose()
        {
            Process.Kill(entireProcessTree: true);
            Process.Dispose();
        }
    }
}
