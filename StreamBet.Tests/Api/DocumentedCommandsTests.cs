using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using StreamBet.Core.Kernel;
using StreamBet.Tests.Support;
using StreamBet.Web.Api;

namespace StreamBet.Tests.Api;

/// <summary>The commands of the documentation, run as they are printed, one after the other in one shell.</summary>
public sealed partial class DocumentedCommandsTests : IDisposable
{
    // In the order in which a reader meets them: later commands use what earlier ones left. A webhook comes last, so that nothing is
    // sent to where it leads.
    private static readonly string[] Documents = ["README.md", "docs/receipts.md", "docs/api.md", "docs/settings.md", "docs/decoders.md", "docs/webhooks.md"];

    // What they need is not on this machine. docs/aws.md comes first: docs/deploy.md uses what it sets.
    private static readonly string[] OfOtherMachines = ["docs/aws.md", "docs/deploy.md", "docs/packs.md", "docs/operations.md"];

    // Answers as much as the next commands need; a variable that nothing has set, a file that is missing or JSON that is none ends the shell.
    private const string StandIns =
        """
        aws() {
          case "$*" in
            *LifeCycleState*) echo available ;;
            *describe-subnets*) echo subnet-1 subnet-2 ;;
            *create-secret*) jq -e .database >/dev/null; echo arn:of:it ;;
            *) echo id-of-it ;;
          esac
        }
        docker() {
          if [[ $1 == compose ]]; then grep -q services: compose.yaml compose.servers.yaml; fi
          case "$*" in *--password-stdin* | *restore*) cat ;; *backup*) echo bytes ;; esac
        }
        sudo() { case "$*" in *useradd* | *systemctl* | *operator-link*) ;; *"/dev/stdin"*) cat ;; *"cp "*) test -e "$2" -o "$2" = -rT ;; esac; }
        curl() { echo '{"prefixes":[{"service":"CLOUDFRONT_ORIGIN_FACING","ip_prefix":"192.0.2.0/24"}],"ipv6_prefixes":[]}'; }
        otelcol-contrib() { test -f "$2"; }
        git() { echo 0123456; }
        sleep() { true; }
        dotnet() { case "$*" in *health*) command dotnet "$PROGRAM" health "$ADDRESS" ;; *calibrate* | *local-aws*) ;; *) false ;; esac; }
        command -v envsubst >/dev/null || envsubst() { sed 's/\${[A-Z_]*}/it/g'; }
        command -v jq >/dev/null || jq() { echo '{}'; }

        """;

    // Those that start or test the whole project do so in its continuous integration.
    private static readonly string[] Elsewhere = ["./run.sh", "./test.sh"];

    private readonly TemporaryFolder _folder = new();
    private readonly TestApp _app;

    public DocumentedCommandsTests()
    {
        Directory.CreateDirectory(_folder.File("data"));
        _app = TestApp.StartOn(_folder.File("data"), settings: ("StreamBet:Database", StreamBetOptions.Sqlite));
    }

    public void Dispose()
    {
        _app.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task They_do_what_they_are_printed_for()
    {
        File.Copy(Path.Combine(Repository.Root, "README.md"), _folder.File("README.md"));
        File.Copy(
            await TestClips.MakeAsync("victory.png", "-f", "lavfi", "-i", "testsrc=s=300x100", "-frames:v", "1"), _folder.File("victory.png"));

        var (code, output, error) = await RunAsync(Script());

        code.Should().Be(0, "{1}\n{0}", output, error);

        // One shows what a refusal looks like.
        Codes().Matches(output).Select(match => match.Groups[1].Value).Should().Equal(["unsupported_container"], output);
    }

    [Fact]
    public async Task Those_for_other_machines_fit_together()
    {
        foreach (var part in new[] { "deploy", "compose.yaml", "compose.servers.yaml" })
            File.CreateSymbolicLink(_folder.File(part), Path.Combine(Repository.Root, part));
        var script = $"PROGRAM={typeof(ApiSetup).Assembly.Location}\nADDRESS={_app.Address}\n{StandIns}"
            + string.Join('\n', OfOtherMachines.SelectMany(BlocksOf)).Replace("./run.sh", "true", StringComparison.Ordinal);

        var (code, output, error) = await RunAsync("set -euo pipefail\n" + script);

        code.Should().Be(0, "{1}\n{0}", output, error);
        foreach (var made in new[] { "policy.json", "task.json", "cloudfront.json" })
        {
            var text = await File.ReadAllTextAsync(_folder.File(made));
            using var document = JsonDocument.Parse(text);
            text.Should().NotContain("${", "{0} has all that it needs", made);
        }
    }

    private static IEnumerable<string> BlocksOf(string document) =>
        Blocks().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))).Select(block => block.Groups[1].Value);

    private string Script()
    {
        var script = new StringBuilder("set -euo pipefail\n");
        foreach (var commands in Documents.SelectMany(BlocksOf))
        {
            if (!Elsewhere.Any(commands.Contains))
                script.AppendLine(commands);
        }

        // The tests' server has its own address, and the program is built already.
        var program = $"dotnet {typeof(ApiSetup).Assembly.Location}";
        return script
            .Replace("http://localhost:5080", _app.Address.GetLeftPart(UriPartial.Authority))
            .Replace("dotnet run --project StreamBet.Web -c Release --", program)
            .Replace("dotnet run --project StreamBet.Web --", program)
            .Replace("dotnet StreamBet.Web/bin/Release/published/StreamBet.Web.dll", program)
            .ToString();
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string script)
    {
        await File.WriteAllTextAsync(_folder.File("commands.sh"), script);
        using var shell = Process.Start(new ProcessStartInfo("bash", ["commands.sh"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        shell.StandardInput.Close();
        var error = shell.StandardError.ReadToEndAsync();
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return (shell.ExitCode, output, await error);
    }

    [GeneratedRegex(@"^ *```sh\n(.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("\"code\":\"([a-z0-9_]+)\"")]
    private static partial Regex Codes();
}
