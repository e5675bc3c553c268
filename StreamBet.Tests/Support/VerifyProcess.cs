using System.Diagnostics;
using StreamBet.Core.Receipts;

namespace StreamBet.Tests.Support;

/// <summary>The command that verifies receipts, in a process of its own.</summary>
internal static class VerifyProcess
{
    /// <summary>Downloads a market's receipt with all that a stranger needs to check it, and makes sure that it is valid.</summary>
    /// <param name="client">Who asks; it must be allowed to read the job's analysis.</param>
    /// <param name="marketId">The market.</param>
    /// <param name="job">The job whose analysis is checked as well; null for none.</param>
    /// <returns>What the receipt says.</returns>
    public static async Task<ReceiptContent> EnsureValidAsync(HttpClient client, long marketId, Guid? job = null)
    {
        using var folder = new TemporaryFolder();
        async Task<string> DownloadAsync(string name, string address)
        {
            await File.WriteAllBytesAsync(folder.File(name), await client.GetByteArrayAsync(address));
            return folder.File(name);
        }

        var receipt = await DownloadAsync("receipt.json", $"/api/receipts/{marketId}");
        string[] arguments =
        [
            receipt, "--key", await DownloadAsync("key.pem", "/api/receipts/key"),
            "--chain", await DownloadAsync("chain.jsonl", "/api/receipts"),
            .. job is null ? [] : (string[])["--analysis", await DownloadAsync("analysis.json", $"/api/jobs/{job}/analysis")],
        ];

        var (code, output) = await RunAsync(folder.Path, arguments);

        code.Should().Be(0, output);
        output.Should().EndWith("valid\n").And.Contain("ok    chain");
        if (job is not null)
            output.Should().Contain("ok    analysis");
        return Receipt.Parse(await File.ReadAllBytesAsync(receipt)).Content;
    }

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
