using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Tests.Support;
using Xunit.Abstractions;

namespace StreamBet.Tests.Media;

/// <summary>What hostile clips make the tools open: nothing but the clip, by strace; and nothing in a sandbox even where the tools'
/// own lists of demuxers and protocols are given up.</summary>
public sealed partial class HostileSandboxTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => Sandboxes.Names;

    [Fact]
    public async Task A_hostile_clip_makes_the_tools_open_itself_alone()
    {
        if (SharedMaterial.HostileClips is not { } folder || ToolLocator.Find("strace") is null)
        {
            output.WriteLine("The shared hostile clips, or strace, are not here.");
            return;
        }

        var video = new VideoMetadata(TimeSpan.FromSeconds(4), "", "h264", 64, 64, 30, 0);
        foreach (var name in SharedMaterial.Manifest(folder).Select(entry => entry.GetProperty("file").GetString()!))
        {
            var path = Path.Combine(folder, name);
            await TraceAsync(name, path, "ffprobe", MediaArguments.Probe(path));
            await TraceAsync(name, path, "ffmpeg", MediaArguments.Decode(path, video, [64], 2, 8, new MediaOptions()));
            RunningProcesses.WithArgument(path).Should().BeEmpty("of {0}", name);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_playlist_reaches_nothing_in_a_sandbox_though_the_tool_may_follow_it(string name)
    {
        if (await Sandboxes.FindAsync(name) is not { } sandbox)
        {
            output.WriteLine($"{name} does not work on this machine.");
            return;
        }

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var (remote, local) = (_folder.File("remote.mp4"), _folder.File("local.mp4"));
        var neighbour = _folder.File("neighbour.ts");
        File.Copy(await TestClips.MakeAsync("neighbour.ts", "-f", "lavfi", "-i", "color=red:s=64x64:r=10:d=1", "-f", "mpegts"), neighbour);
        await File.WriteAllTextAsync(remote, Playlist($"http://127.0.0.1:{port}/x.ts"));
        await File.WriteAllTextAsync(local, Playlist($"file://{neighbour}"));

        (await ReadAsync(remote, sandbox)).IsSuccess.Should().BeFalse();
        (await ReadAsync(local, sandbox)).IsSuccess.Should().BeFalse();
        listener.Pending().Should().BeFalse();

        // Without a sandbox, such a tool would follow both.
        (await ReadAsync(local, Sandbox.None)).IsSuccess.Should().BeTrue();
        await using var free = await ChildProcess.StartAsync(Reading(remote, Sandbox.None), TimeProvider.System, default);
        await Eventually.IsTrueAsync(listener.Pending, "it connects where nothing forbids it");
    }

    public void Dispose() => _folder.Dispose();

    private static string Playlist(string address) =>
        $"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{address}\n#EXT-X-ENDLIST\n";

    private static ChildCommand Reading(string path, Sandbox sandbox) =>
        new("ffmpeg", ["-nostdin", "-v", "error", "-f", "hls", "-protocol_whitelist", "file,http,tcp", "-allowed_extensions", "ALL", "-i", path, "-f", "null", "-"])
        {
            Sandbox = sandbox,
            Reads = [path],
            OverallLimit = TimeSpan.FromMinutes(2),
        };

    private static async Task<ChildEnd> ReadAsync(string path, Sandbox sandbox) =>
        (await ChildProcess.CollectAsync(Reading(path, sandbox), 1000, TimeProvider.System, default)).End;

    private async Task TraceAsync(string name, string path, string tool, IReadOnlyList<string> arguments)
    {
        var trace = _folder.File("trace");
        var command = new ChildCommand("strace", ["-f", "-qq", "-o", trace, "-e", "trace=%file,%network", tool, .. arguments])
        {
            Sandbox = Sandbox.None,
            MaxFileBytes = 64 << 20,
            OverallLimit = TimeSpan.FromMinutes(2),
        };
        await ChildProcess.CollectAsync(command, 1 << 20, TimeProvider.System, default);

        var calls = await File.ReadAllLinesAsync(trace);
        calls.Should().HaveCountGreaterThan(10, "{0} was traced", tool);
        calls.Should().NotContain(call => NetworkCall().IsMatch(call), "of {0}", name);
        foreach (var opened in calls.Select(call => OpenCall().Match(call)).Where(match => match.Success))
        {
            var (file, how) = (opened.Groups[1].Value, opened.Groups[2].Value);
            (file == path || IsOfTheSystem(file)).Should().BeTrue("{0} made {1} open {2}", name, tool, file);
            (file.StartsWith("/dev/", StringComparison.Ordinal) || !WritingFlag().IsMatch(how)).Should()
                .BeTrue("{0} made {1} open {2} to write", name, tool, file);
        }
    }

    private static bool IsOfTheSystem(string file) =>
        new[] { "/usr/", "/lib", "/etc/", "/proc/", "/sys/", "/dev/" }.Any(folder => file.StartsWith(folder, StringComparison.Ordinal));

    [GeneratedRegex("""\b(socket|connect|sendto|sendmsg|bind)\(""")]
    private static partial Regex NetworkCall();

    [GeneratedRegex("""\bopen(?:at|at2)?\((?:AT_FDCWD, )?"([^"]*)", ([^)]*)\) = \d""")]
    private static partial Regex OpenCall();

    [GeneratedRegex("O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")]
    private static partial Regex WritingFlag();
}
