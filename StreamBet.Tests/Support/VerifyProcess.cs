using System.Diagnostics;

namespace StreamBet.Tests.Support;

/// <summary>The command that verifies receipts, in a process of its own.</summary>
internal static class VerifyProcess
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="folder">Its working directory.</param>
    /// <param name="arguments">What follows <c>verify</c>.</param>
    /// <returns>Its exit code and what it wrote to the standard output.</returns>
    public static async Task<(int Code, string Output)> RunAsync(string folder, params string[] arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [Path.Combine(Repository.Root, "StreamBet.Web", "bin", configuration, "net10.0", "StreamBet.Web.dll"), "verify", .. arguments])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
