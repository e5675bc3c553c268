using System.Diagnostics;
using System.Text.Json;

namespace StreamBet.Tests.Support.Aws;

/// <summary>The AWS command line, a client that is not ours. Tests that need it pass where it is not
/// installed.</summary>
internal static class AwsCli
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Whether it is installed on this machine.</summary>
    public static bool IsHere { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "aws")));

    /// <summary>Runs a command that must succeed and parses its JSON output.</summary>
    public static async Task<JsonElement> AskAsync(Uri endpoint, params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(endpoint, arguments);
        exitCode.Should().Be(0, error);
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>Runs a command with obviously fake credentials.</summary>
    /// <exception cref="TimeoutException">It did not end within two minutes and was killed.</exception>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        Uri endpoint, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "aws", ["--endpoint-url", endpoint.ToString(), "--output", "json", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsInTheWay).ToList())
            start.Environment.Remove(name);
        start.Environment["AWS_ACCESS_KEY_ID"] = S3Server.AccessKey;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = S3Server.SecretKey;
        start.Environment["AWS_DEFAULT_REGION"] = "us-east-1";
        start.Environment["AWS_CONFIG_FILE"] = start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_MAX_ATTEMPTS"] = "1";

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        return (process.ExitCode, await output, await error);
    }

    private static bool IsInTheWay(string name) => name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase);
}
