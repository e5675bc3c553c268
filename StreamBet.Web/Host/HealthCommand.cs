using System.Text.Json;

namespace StreamBet.Web.Host;

/// <summary>The command <c>health</c>: asks a running server how it is, for containers that have no other program for it.</summary>
internal static class HealthCommand
{
    private const string Usage =
        $"""
        health [ADDRESS]

          ADDRESS  the server's address; {SettingsSetup.DefaultUrl} unless named

        Prints what the server says about its health. Ends with 0 when it answers, also when it is degraded, which a restart does
        not mend; with 1 when it does not answer; with 2 when nothing was asked.
        """;

    // Who runs this has a limit of their own; a busy machine is slow to answer.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">The arguments after <c>health</c>.</param>
    /// <param name="output">Receives what the server says.</param>
    /// <param name="error">Receives why there is no answer.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>0 for an answer, 1 for none, 2 when nothing was asked.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var named = arguments switch { [] => SettingsSetup.DefaultUrl, [var one] => one, _ => null };
        if (!Uri.TryCreate(named, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
        {
            await error.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            // A proxy of the environment would ask itself.
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
            var answer = await client.GetStringAsync(new Uri(server, "/api/health"), cancellationToken);
            var health = JsonSerializer.Deserialize<Health>(answer, JsonSerializerOptions.Web);
            if (health is { Service: "StreamBet", Status: "healthy" or "degraded" })
            {
                await output.WriteLineAsync(answer);
                return 0;
            }

            await error.WriteLineAsync($"What answers at {server} is not StreamBet.");
        }
        catch (JsonException)
        {
            await error.WriteLineAsync($"What answers at {server} is not StreamBet.");
        }
        catch (HttpRequestException wrong)
        {
            await error.WriteLineAsync($"No answer from {server}: {wrong.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync($"No answer from {server} within {Patience.TotalSeconds} seconds.");
        }

        return 1;
    }

    private sealed record Health(string? Service, string? Status);
}
