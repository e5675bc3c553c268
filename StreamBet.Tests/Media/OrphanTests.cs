using System.Diagnostics;
using System.Net;
using StreamBet.Core.Media;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Media;

/// <summary>A server that is killed as kill -9 does leaves no decoder behind, whatever its decoders run in.</summary>
public sealed class OrphanTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("bubblewrap")]
    [InlineData("Landlock")]
    [InlineData("none")]
    public async Task A_program_ends_with_the_process_that_started_it(string name)
    {
        if (!OperatingSystem.IsLinux() || (name == "none" ? Sandbox.None : await Sandboxes.FindAsync(name)) is not { } sandbox)
            return;
        var seconds = $"600.0{Random.Shared.Next(1000, 9999)}";
        var command = new ChildCommand("sleep", [seconds]);
        var sleep = ToolLocator.Find("sleep")!;
        using var parent = Process.Start(
            "sh", ["-c", "\"$@\" & wait", "sh", .. sandbox.Before(sleep, command), sleep, seconds]);

        // Until it is the program itself, whatever starts it is still preparing the sandbox.
        await Eventually.IsTrueAsync(() => RunningProcesses.WithArgument($"sleep\0{seconds}").Any(IsSleep), "it runs");

        parent.Kill(entireProcessTree: false);
        await parent.WaitForExitAsync();

        await Eventually.IsTrueAsync(() => RunningProcesses.WithArgument($"sleep\0{seconds}").Count == 0, "it has ended");
    }

    [Fact]
    public async Task A_killed_servers_decoder_ends_within_seconds()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var part = await TestClips.MakeAsync(
            "two-seconds-to-decode.mp4", "-f", "lavfi", "-i", "testsrc2=s=1280x720:r=30:d=2", "-pix_fmt", "yuv420p", "-preset", "ultrafast");
        var clip = await TestClips.MakeAsync("long-to-decode.mp4", "-stream_loop", "29", "-i", part, "-c", "copy");
        using var server = await ServerProcess.StartApplicationAsync(_data.Path);
        using var client = server.NewClient();
        using (var sent = await client.SendClipAsync(clip, isAsync: true))
            sent.StatusCode.Should().Be(HttpStatusCode.Accepted);
        await Eventually.IsTrueAsync(() => Decoders().Count > 0, "a decoder runs");

        server.KillAlone();

        await Eventually.IsTrueAsync(() => Decoders().Count == 0, "it has ended");
    }

    private static bool IsSleep(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/comm").Trim() == "sleep";
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Whatever runs with the clip's path, the sandbox too. The server itself names only the folder.
    private IReadOnlyList<int> Decoders() => RunningProcesses.WithArgument(Path.Combine(_data.Path, "clips"));
}
