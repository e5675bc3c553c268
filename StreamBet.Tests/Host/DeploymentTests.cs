using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using StreamBet.Tests.Support;
using StreamBet.Web.Host;

namespace StreamBet.Tests.Host;

/// <summary>What docs/deploy.md deploys with, as far as it can be checked without Docker, systemd and AWS.</summary>
public sealed partial class DeploymentTests : IDisposable
{
    private static readonly Dictionary<string, string> Placeholders = new()
    {
        ["POSTGRES_PASSWORD"] = "secret",
        ["REDIS_PASSWORD"] = "secret",
        ["AWS_BUCKET"] = "streambet-clips",
        ["AWS_REGION"] = "eu-west-1",
        ["VPC_NETWORK"] = "172.31.0.0/16",
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_server_takes_the_settings_of_Compose() =>
        Take(Named(@"^ {6}((?:StreamBet|Aws)__\w+): ""?(.*?)""?$", "compose.yaml")).Should().Contain("StreamBet__Database");

    [Fact]
    public void Each_of_three_servers_takes_the_settings_of_Compose()
    {
        const string Setting = @"^ {6}((?:StreamBet|Aws)__\w+): ""?(.*?)""?$";
        Take(Named(Setting, "compose.yaml").Concat(Named(Setting, "compose.servers.yaml"))).Should().Contain("StreamBet__Redis");

        // The other two have what the first one has, and all are where nginx looks for them.
        var text = Repository.ReadText("compose.servers.yaml");
        Regex.Count(text, @"^      service: streambet$", RegexOptions.Multiline).Should().Be(2);
        Regex.Count(text, @"^    environment: \*settings$", RegexOptions.Multiline).Should().Be(2);
        Regex.Matches(text, @"ipv4_address: (\S+)").Select(match => $"{match.Groups[1].Value}:5080").Should().Equal(
            Regex.Matches(Repository.ReadText("deploy", "nginx-three.conf"), @"^  server (\S+);$", RegexOptions.Multiline)
                .Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void The_server_takes_the_settings_of_the_unit() =>
        Take(Named(@"^Environment=(\w+)=(.*)$", "deploy", "streambet.service")).Should().Contain("StreamBet__DataDirectory");

    [Fact]
    public void The_server_takes_the_settings_of_the_image() =>
        Take(Named(@"(\w+__\w+)=(\S+)", "Dockerfile")).Should().Contain("StreamBet__DataDirectory");

    [Fact]
    public void The_server_takes_the_settings_of_the_task()
    {
        using var task = JsonDocument.Parse(Repository.ReadText("deploy", "aws", "task-definition.json"));
        var container = task.RootElement.GetProperty("containerDefinitions").EnumerateArray().Should().ContainSingle().Subject;
        var settings = container.GetProperty("environment").EnumerateArray()
            .Select(one => (one.GetProperty("name").GetString()!, one.GetProperty("value").GetString()!));

        // A key of the secret that docs/deploy.md makes.
        var secrets = container.GetProperty("secrets").EnumerateArray().Select(one => (
            one.GetProperty("name").GetString()!,
            one.GetProperty("valueFrom").GetString() switch
            {
                "${SECRET}:database::" => "Host=db;Database=streambet;Username=streambet;Password=secret;SSL Mode=Require",
                "${SECRET}:operator_key::" => new string('0', 48),
                var other => throw new InvalidOperationException($"Nothing makes the secret {other}."),
            }));

        Take(settings.Concat(secrets)).Should().Contain("Aws__Bucket").And.Contain("StreamBet__ApiKeys__0__Key");
    }

    [Fact]
    public void The_page_sets_every_placeholder_of_the_files_for_AWS()
    {
        var page = Repository.ReadText("docs", "deploy.md");
        foreach (var file in new[] { "task-definition.json", "cloudfront.json" })
        {
            foreach (Match placeholder in Placeholder().Matches(Repository.ReadText("deploy", "aws", file)))
            {
                var name = placeholder.Groups[1].Value;
                if (!name.StartsWith("AWS_", StringComparison.Ordinal)) // docs/aws.md sets these.
                    page.Should().Contain($"export {name}=", file);
            }
        }
    }

    [Fact]
    public void CloudFront_keeps_nothing_but_assets()
    {
        using var settings = JsonDocument.Parse(Repository.ReadText("deploy", "aws", "cloudfront.json"));
        const string disabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
        var others = settings.RootElement.GetProperty("CacheBehaviors");

        settings.RootElement.GetProperty("DefaultCacheBehavior").GetProperty("CachePolicyId").GetString().Should().Be(disabled);
        others.GetProperty("Items").EnumerateArray().Select(one => one.GetProperty("PathPattern").GetString())
            .Should().BeEquivalentTo("*.css", "*.js", "*.woff2").And.HaveCount(others.GetProperty("Quantity").GetInt32());
    }

    [Fact]
    public void The_image_is_built_as_run_sh_builds()
    {
        Repository.ReadText("run.sh").Should().Contain("publish_server \"$output\"");
        var steps = Repository.ReadText("Dockerfile");
        foreach (var step in new[] { "require_models", "require_typeface", "publish_server /published", "COPY --from=build /published ." })
            steps.Should().Contain(step);

        // The folder in which VisionSetup finds the models beside the program.
        steps.Should().Contain("COPY --from=packages /src/StreamBet.Core/Vision/Models Models\n");
    }

    [Fact]
    public void The_image_gets_all_that_a_build_reads()
    {
        // The list in run.sh of what makes a build out of date.
        var read = BuiltFrom().Match(Repository.ReadText("run.sh")).Groups[1].Value.Split(' ')
            .SelectMany(pattern => pattern.StartsWith("./", StringComparison.Ordinal)
                ? Directory.GetFiles(Repository.Root, pattern[2..]).Select(path => Path.GetFileName(path))
                : [pattern]).ToList();
        var copied = CopiedFile().Matches(Repository.ReadText("Dockerfile")).SelectMany(copy => copy.Groups[1].Value.Split(' '));
        var sent = Repository.ReadText(".dockerignore").Split('\n').Where(line => line.StartsWith('!'))
            .Select(line => new Regex($"^{Regex.Escape(line[1..]).Replace("\\*", "[^/]*", StringComparison.Ordinal)}(/|$)")).ToList();

        read.Should().HaveCountGreaterThan(5);
        read.Concat(copied).Where(file => file != ".").Should().OnlyContain(file => sent.Any(pattern => pattern.IsMatch(file)));
        read.Concat(copied).Should().OnlyContain(file => Path.Exists(Path.Combine(Repository.Root, file)));
    }

    [Theory]
    [InlineData("nginx-one.conf")]
    [InlineData("nginx-three.conf")]
    public async Task Nginx_accepts_its_settings(string servers)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        Directory.CreateDirectory(_folder.File("certs"));
        await File.WriteAllTextAsync(_folder.File("certs/fullchain.pem"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(_folder.File("certs/privkey.pem"), key.ExportPkcs8PrivateKeyPem());
        var text = Repository.ReadText("deploy", "nginx.conf");
        await File.WriteAllTextAsync(_folder.File("upstream.conf"), Repository.ReadText("deploy", servers));
        await File.WriteAllTextAsync(_folder.File("nginx.conf"), text.Replace("/tmp/", _folder.File(""), StringComparison.Ordinal));

        (await Nginx.CheckAsync(_folder.File("nginx.conf"))).Should().EndWith("is successful");

        // What docs/settings.md advises is in it.
        var advice = ProxyAdvice().Match(Repository.ReadText("docs", "settings.md")).Groups[1].Value;
        foreach (var line in advice.Split('\n').Select(line => line.Trim()).Where(line => AppliesHere().IsMatch(line)))
            text.Should().Contain(line);
    }

    private static IEnumerable<(string Name, string Value)> Named(string pattern, params string[] file) =>
        Regex.Matches(Repository.ReadText(file), pattern, RegexOptions.Multiline).Select(line => (line.Groups[1].Value, line.Groups[2].Value));

    // Reads them as a start does, in a data directory of the test's; returns their names.
    private List<string> Take(IEnumerable<(string Name, string Value)> named)
    {
        var settings = named.ToList();
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(
            setting.Name.Replace("__", ":", StringComparison.Ordinal),
            (string?)Placeholder().Replace(setting.Value, match => Placeholders[match.Groups[1].Value]))));
        builder.Configuration["StreamBet:DataDirectory"] = _folder.Path;

        builder.AddSettings();

        return [.. settings.Select(setting => setting.Name)];
    }

    [GeneratedRegex(@"\$\{(\w+)[^}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^ *find (.*) \\$", RegexOptions.Multiline)]
    private static partial Regex BuiltFrom();

    [GeneratedRegex(@"^COPY (?!--)(.*) \S+$", RegexOptions.Multiline)]
    private static partial Regex CopiedFile();

    [GeneratedRegex(@"```nginx\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ProxyAdvice();

    // The server's name differs, and only requests that ask for a WebSocket get one.
    [GeneratedRegex(@"^(?!proxy_pass|proxy_set_header (?:Host|Connection)).*;$")]
    private static partial Regex AppliesHere();
}
