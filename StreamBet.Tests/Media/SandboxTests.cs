using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using StreamBet.Core.Media;
using StreamBet.Tests.Support;
using Xunit.Abstractions;

namespace StreamBet.Tests.Media;

/// <summary>What a tool in a sandbox can't do, tried out from inside it. Where a sandbox doesn't work, its tests say so.</summary>
public sealed class SandboxTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => Sandboxes.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_reads_its_clip_and_neither_database_nor_key_nor_another_clip(string name)
    {
        foreach (var file in new[] { "streambet.db", "receipt-key.pem", "own.clip", "other.clip" })
            await File.WriteAllTextAsync(_folder.File(file), $"content of {file}\n");

        var said = await RunAsync(
            name, "cat \"$1\"; cat \"$2/streambet.db\"; cat \"$2/receipt-key.pem\"; cat \"$2/other.clip\"; cat /etc/passwd /root/.bashrc; "
            + "cat /proc/$3/environ /proc/$3/cmdline; ls \"$2\" | grep -v own.clip",
            reads: [_folder.File("own.clip")]);

        (said ?? "content of own.clip\n").Should().Be("content of own.clip\n");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_writes_to_its_own_file_and_to_nothing_else(string name)
    {
        var (clip, target, other) = (_folder.File("own.clip"), _folder.File("target"), _folder.File("streambet.db"));
        foreach (var file in new[] { clip, target, other })
            await File.WriteAllTextAsync(file, "before");
        var elsewhere = $"streambet-sandbox-{Guid.NewGuid():N}";

        var said = await RunAsync(
            name, "w() { echo after 2>/dev/null >\"$1\" && echo \"wrote $1\"; }; w \"$1\"; w \"$2/streambet.db\"; w \"$2/new\"; "
            + $"w /tmp/{elsewhere}; w /var/tmp/{elsewhere}; w /dev/shm/{elsewhere}; w /{elsewhere}; w /usr/lib/{elsewhere}; "
            + "rm -f \"$1\" \"$2/streambet.db\"; chmod 777 \"$1\" \"$2\"; mv \"$2/target\" \"$2/moved\"; w \"$2/target\"; true",
            reads: [clip], writes: [target]);

        if (said is null)
            return;
        said.Should().Be($"wrote {target}\n");
        File.ReadAllText(target).Should().Be("after\n");
        File.ReadAllText(clip).Should().Be("before");
        File.ReadAllText(other).Should().Be("before");
        Directory.EnumerateFiles(_folder.Path).Should().HaveCount(3);
        foreach (var place in new[] { "/tmp", "/var/tmp", "/dev/shm", "/", "/usr/lib" })
            File.Exists(Path.Combine(place, elsewhere)).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_connects_to_nothing(string name)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        var asking = new ChildCommand("ffprobe", ["-v", "error", "-i", address]);
        if (await FindAsync(name) is not { } sandbox)
            return;

        var (_, end) = await CollectAsync(asking with { Sandbox = sandbox });

        end.IsSuccess.Should().BeFalse();
        listener.Pending().Should().BeFalse();

        // The same without a sandbox does connect.
        await using var free = await ChildProcess.StartAsync(asking with { Sandbox = Sandbox.None }, TimeProvider.System, default);
        await Eventually.IsTrueAsync(listener.Pending, "ffprobe connects where nothing forbids it");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_neither_sees_nor_signals_the_server(string name)
    {
        var said = await RunAsync(name, "kill -0 $3 && echo signalled; ls /proc && echo listed; kill -0 $$ && echo itself; true");

        // Landlock with seccomp forbids all signals.
        said?.Should().BeOneOf("", "itself\n");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_has_no_privileges_and_a_low_priority(string name)
    {
        if (await FindAsync(name) is not { } sandbox)
            return;
        var seconds = $"600.0{Random.Shared.Next(1000, 9999)}";

        await using var child = await ChildProcess.StartAsync(
            new ChildCommand("sleep", [seconds]) { Sandbox = sandbox }, TimeProvider.System, default);
        var id = 0;
        await Eventually.IsTrueAsync(
            () => (id = RunningProcesses.WithArgument($"sleep\0{seconds}").SingleOrDefault(IsSleep)) > 0, "it runs");

        var status = await File.ReadAllLinesAsync($"/proc/{id}/status");
        status.Should().Contain("NoNewPrivs:\t1");
        status.Where(line => line.StartsWith("Cap", StringComparison.Ordinal) && !line.StartsWith("CapBnd", StringComparison.Ordinal))
            .Should().OnlyContain(line => line.EndsWith("\t0000000000000000", StringComparison.Ordinal));
        NicenessOf(id).Should().Be(Math.Min(19, NicenessOf(Environment.ProcessId) + ChildCommand.Patient));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Limits_hold_in_it(string name)
    {
        if (await FindAsync(name) is not { } sandbox)
            return;

        var (limits, _) = await CollectAsync(
            Shell("ulimit -v; ulimit -f; ulimit -t", sandbox) with
            {
                AddressSpace = 64 << 20,
                MaxFileBytes = 1024,
                CpuLimit = TimeSpan.FromSeconds(7),
            });
        var (_, busy) = await CollectAsync(Shell("while :; do :; done", sandbox) with { CpuLimit = TimeSpan.FromSeconds(1) });
        var (_, dead) = await CollectAsync(new ChildCommand("sh", ["-c", "exit 69"]) { Sandbox = sandbox });

        Encoding.UTF8.GetString(limits).Should().Be("65536\n2\n7\n");
        busy.StoppedFor.Should().Be(StopReason.UsedTooMuch);
        dead.ExitCode.Should().Be(69);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_clip_is_read_and_converted_in_it(string name)
    {
        if (await FindAsync(name) is not { } sandbox)
            return;
        var path = await TestClips.CountingAsync("mp4");
        await File.WriteAllBytesAsync(_folder.File("x.mp4"), []);

        var (report, probed) = await CollectAsync(
            new ChildCommand("ffprobe", MediaArguments.Probe(path)) { Sandbox = sandbox, Reads = [path], AddressSpace = 1 << 30 });
        var video = await Conversions.Probe.ProbeAsync(path, default);
        var converting = MediaArguments.Transcode(path, video, _folder.File("x.mp4"), 30, 1000, new MediaOptions());
        var (_, converted) = await CollectAsync(new ChildCommand("ffmpeg", converting)
        {
            Sandbox = sandbox,
            Reads = [path],
            Writes = [_folder.File("x.mp4")],
            AddressSpace = 2L << 30,
            MaxFileBytes = 1 << 20,
        });

        probed.IsSuccess.Should().BeTrue(probed.Complaints);
        Encoding.UTF8.GetString(report).Should().Contain("h264");
        converted.IsSuccess.Should().BeTrue(converted.Complaints);
        new FileInfo(_folder.File("x.mp4")).Length.Should().BePositive();
    }

    [Fact]
    public async Task Health_says_what_is_in_use()
    {
        var (sandbox, why) = await Sandbox.OfThisMachineAsync();

        (await DecoderIsolation.InspectAsync()).Should().Be(new DecoderState(sandbox.Isolates, sandbox.Name, why));
        var best = await Sandboxes.FindAsync("bubblewrap") ?? await Sandboxes.FindAsync("Landlock") ?? Sandbox.None;
        sandbox.Name.Should().Be(best.Name);
        (why is null).Should().Be(sandbox.Name == "bubblewrap");
    }

    public void Dispose() => _folder.Dispose();

    private static int NicenessOf(int id) => int.Parse(
        File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].Split(' ')[16], CultureInfo.InvariantCulture);

    private static bool IsSleep(int id) =>
        File.ReadAllText($"/proc/{id}/cmdline").StartsWith("sleep", StringComparison.Ordinal)
        || File.ReadAllText($"/proc/{id}/cmdline").StartsWith("/usr/bin/sleep", StringComparison.Ordinal);

    private ChildCommand Shell(string script, Sandbox sandbox) =>
        new("sh", ["-c", script, "sh", "", _folder.Path, $"{Environment.ProcessId}"]) { Sandbox = sandbox };

    // What the script says; $1 is the first file to read, $2 the folder, $3 the server's process.
    private async Task<string?> RunAsync(
        string name, string script, IReadOnlyList<string>? reads = null, IReadOnlyList<string>? writes = null)
    {
        if (await FindAsync(name) is not { } sandbox)
            return null;
        var command = new ChildCommand("sh", ["-c", script, "sh", reads?[0] ?? "", _folder.Path, $"{Environment.ProcessId}"])
        {
            Sandbox = sandbox,
            Reads = reads ?? [],
            Writes = writes ?? [],
            MaxFileBytes = 1 << 20,
        };
        return Encoding.UTF8.GetString((await CollectAsync(command)).Output);
    }

    private async Task<Sandbox?> FindAsync(string name)
    {
        var sandbox = await Sandboxes.FindAsync(name);
        if (sandbox is null)
            output.WriteLine($"{name} does not work on this machine.");
        return sandbox;
    }

    private static Task<(byte[] Output, ChildEnd End)> CollectAsync(ChildCommand command) =>
        ChildProcess.CollectAsync(command with { OverallLimit = TimeSpan.FromMinutes(2) }, 100_000, TimeProvider.System, default);
}
