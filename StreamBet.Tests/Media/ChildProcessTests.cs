using System.Text;
using Microsoft.Extensions.Time.Testing;
using StreamBet.Core.Media;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Media;

public class ChildProcessTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Output_and_exit_code_are_those_of_the_tool()
    {
        var (output, end) = await CollectAsync(Shell("echo said; echo complained >&2; exit 3"));

        Encoding.UTF8.GetString(output).Should().Be("said\n");
        end.Should().Be(new ChildEnd(3, null, "complained\n"));
        end.IsSuccess.Should().BeFalse();
    }

    [Fact]
    public async Task A_tool_that_is_stopped_leaves_no_process_behind_that_holds_its_output()
    {
        // Its shell has ended, so the process is nobody's child when the tool is stopped.
        await using var child = await ChildProcess.StartAsync(
            Shell("sh -c 'sleep 1000 & echo started'; sleep 1000") with { Sandbox = Sandbox.None }, _time, default);
        await child.ReadBlockAsync(new byte["started".Length]);

        child.Stop(StopReason.Cancelled);

        (await child.WaitAsync().WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System)).StoppedFor.Should().Be(StopReason.Cancelled);
    }

    [Fact]
    public async Task A_process_that_has_left_the_tool_ends_for_want_of_a_reader()
    {
        var child = await ChildProcess.StartAsync(
            Shell("setsid yes & sleep 1000") with { Sandbox = Sandbox.None }, _time, default);
        await child.ReadBlockAsync(new byte["y".Length]);

        await child.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System);
    }

    [Fact]
    public async Task Arguments_are_never_read_by_a_shell()
    {
        var (output, _) = await CollectAsync(new ChildCommand("printf", ["%s|", "$(id)", "a b", "; echo x", ""]));

        Encoding.UTF8.GetString(output).Should().Be("$(id)|a b|; echo x||");
    }

    [Fact]
    public async Task The_environment_holds_nothing_of_the_servers_own()
    {
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY_OF_A_TEST", "secret");
        Environment.SetEnvironmentVariable("STREAMBET_KEY_OF_A_TEST", "secret"); // no setting: other tests' servers read those
        var (output, _) = await CollectAsync(new ChildCommand("env", []));

        var names = Encoding.UTF8.GetString(output).Split('\n').Select(line => line.Split('=')[0]);
        // Some shells add the last three themselves.
        names.Where(name => name.Length > 0).Should()
            .BeSubsetOf(["PATH", "LANG", "MALLOC_ARENA_MAX", "PWD", "SHLVL", "_"]);
    }

    [Fact]
    public async Task Memory_is_limited_and_no_file_can_be_written()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("x"), []);
        var command = Shell($"ulimit -v; ulimit -f; ulimit -c; echo x > {folder.File("x")}") with
        {
            AddressSpace = 64L << 20,
            Writes = [folder.File("x")],
        };

        var (output, end) = await CollectAsync(command);

        Encoding.UTF8.GetString(output).Should().StartWith("65536\n0\n0\n");
        end.IsSuccess.Should().BeFalse();
        new FileInfo(folder.File("x")).Length.Should().Be(0);
    }

    [Fact]
    public async Task A_file_can_be_as_large_as_the_command_says()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("x"), []);
        var command = Shell($"head -c 100000 /dev/zero > {folder.File("x")}") with { Writes = [folder.File("x")] };

        var (_, small) = await CollectAsync(command with { MaxFileBytes = 1024 });
        var (_, large) = await CollectAsync(command with { MaxFileBytes = 100_352 });

        small.IsSuccess.Should().BeFalse();
        large.IsSuccess.Should().BeTrue();
        new FileInfo(folder.File("x")).Length.Should().Be(100_000);
    }

    [Fact]
    public async Task A_tool_that_uses_too_much_processor_time_is_stopped()
    {
        var command = Shell("while :; do :; done") with { CpuLimit = TimeSpan.FromSeconds(1) };

        var (_, end) = await ChildProcess.CollectAsync(command, 1000, TimeProvider.System, default);

        end.StoppedFor.Should().Be(StopReason.UsedTooMuch);
    }

    [Fact]
    public async Task A_tool_that_is_killed_before_its_time_is_told_apart()
    {
        var (_, end) = await CollectAsync(Shell("kill -KILL $$") with { CpuLimit = TimeSpan.FromHours(1) });

        end.StoppedFor.Should().BeNull();
        end.WasKilled.Should().BeTrue();
    }

    [Fact]
    public async Task A_tool_outlives_the_thread_that_asked_for_it()
    {
        ChildProcess? child = null;
        var thread = new Thread(() => child = StartAsync(new ChildCommand("cat", []) { TakesInput = true }).GetAwaiter().GetResult());
        thread.Start();
        thread.Join();

        await child!.Input.WriteAsync("said"u8.ToArray());
        child.Input.Close();

        (await child.ReadBlockAsync(new byte[5])).Should().Be(4);
        (await child.WaitAsync()).IsSuccess.Should().BeTrue();
        await child.DisposeAsync();
    }

    [Fact]
    public async Task A_tool_that_takes_input_gets_what_is_written()
    {
        await using var child = await StartAsync(new ChildCommand("cat", []) { TakesInput = true });

        await child.Input.WriteAsync("said"u8.ToArray());
        child.Input.Close();

        var output = new byte[5];
        (await child.ReadBlockAsync(output)).Should().Be(4);
        Encoding.UTF8.GetString(output, 0, 4).Should().Be("said");
        (await child.WaitAsync()).IsSuccess.Should().BeTrue();
    }

    [Fact]
    public async Task A_flood_of_complaints_neither_blocks_the_tool_nor_fills_memory()
    {
        var (output, end) = await CollectAsync(
            Shell("head -c 3000000 /dev/zero | tr '\\0' x >&2; echo last words >&2; echo done"));

        Encoding.UTF8.GetString(output).Should().Be("done\n");
        end.Complaints.Should().HaveLength(ChildProcess.ComplaintBytes).And.EndWith("xxlast words\n");
    }

    [Fact]
    public async Task A_tool_that_says_too_much_is_stopped()
    {
        var (output, end) = await CollectAsync(new ChildCommand("cat", ["/dev/zero"]));

        output.Should().HaveCount(1000);
        end.StoppedFor.Should().Be(StopReason.SaidTooMuch);
    }

    [Fact]
    public async Task A_tool_that_runs_for_too_long_is_stopped()
    {
        await using var child = await StartAsync(Sleep() with { OverallLimit = TimeSpan.FromSeconds(30) });

        _time.Advance(TimeSpan.FromSeconds(30));

        (await child.WaitAsync()).StoppedFor.Should().Be(StopReason.TookTooLong);
    }

    [Fact]
    public async Task A_silent_tool_is_stopped_even_when_it_is_frozen()
    {
        await using var child = await StartAsync(Sleep() with { StallLimit = TimeSpan.FromSeconds(60) });
        await RunningProcesses.FreezeAsync(child.Id);

        var reading = child.ReadBlockAsync(new byte[1]).AsTask();
        _time.Advance(TimeSpan.FromSeconds(59));
        reading.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));

        (await reading).Should().Be(0);
        (await child.WaitAsync()).StoppedFor.Should().Be(StopReason.Stalled);
    }

    [Fact]
    public async Task A_slow_reader_is_not_the_tools_fault()
    {
        await using var child = await StartAsync(
            new ChildCommand("cat", ["/dev/zero"]) { StallLimit = TimeSpan.FromSeconds(60) });
        var block = new byte[100_000];

        (await child.ReadBlockAsync(block)).Should().Be(block.Length);
        _time.Advance(TimeSpan.FromHours(1));

        (await child.ReadBlockAsync(block)).Should().Be(block.Length);
    }

    [Fact]
    public async Task Cancellation_stops_the_tool_and_waits_until_it_is_gone()
    {
        using var cancellation = new CancellationTokenSource();
        var collecting = ChildProcess.CollectAsync(
            new ChildCommand("sleep", ["600.0042"]), 1000, _time, cancellation.Token);
        await Eventually.IsTrueAsync(() => RunningProcesses.WithArgument("600.0042").Count > 0, "it was started");

        await cancellation.CancelAsync();

        await collecting.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        RunningProcesses.WithArgument("600.0042").Should().BeEmpty();
    }

    [Fact]
    public async Task Disposal_stops_the_tool_and_what_it_started()
    {
        var child = await StartAsync(Shell("sleep 600.0043 & echo; wait"));
        await child.ReadBlockAsync(new byte[1]);
        await Eventually.IsTrueAsync(
            () => RunningProcesses.WithArgument("sleep\0600.0043").Count > 0, "the shell's child has become what it is to be");

        await child.DisposeAsync();

        await Eventually.IsTrueAsync(
            () => RunningProcesses.WithArgument("sleep\0600.0043").Count == 0, "the whole tree is stopped");
    }

    [Theory]
    [InlineData("no-such-tool-anywhere")]
    [InlineData("/no/such/tool")]
    [InlineData("/etc/passwd")]
    public async Task A_missing_tool_is_named(string tool)
    {
        var starting = () => StartAsync(new ChildCommand(tool, []));

        (await starting.Should().ThrowAsync<ToolMissingException>()).Which.Tool.Should().Be(tool);
    }

    private static ChildCommand Shell(string script) => new("sh", ["-c", script]);

    private static ChildCommand Sleep() => new("sleep", ["600"]);

    private Task<ChildProcess> StartAsync(ChildCommand command) => ChildProcess.StartAsync(command, _time, default);

    private Task<(byte[] Output, ChildEnd End)> CollectAsync(ChildCommand command) =>
        ChildProcess.CollectAsync(command, 1000, _time, default);
}
