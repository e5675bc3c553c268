using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using StreamBet.Core.Kernel;
using StreamBet.Tests.Support;
using StreamBet.Web.Host;

namespace StreamBet.Tests.Architecture;

/// <summary>The metrics that the documentation and the dashboard name are those of the code.</summary>
public sealed partial class MetricNameTests
{
    private static readonly IReadOnlyList<Instrument> Instruments =
        [.. typeof(Metrics).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => field.GetValue(null)).OfType<Instrument>()];

    // Attributes of spans are written the same way.
    private static readonly string[] Attributes = ["streambet.job.id", "streambet.job.state", "streambet.market.id"];

    [Fact]
    public void The_documentation_lists_each_metric_with_its_unit_and_no_other()
    {
        var documentation = Repository.ReadText("docs", "operations.md");

        Row().Matches(documentation).Select(row => (row.Groups["name"].Value, row.Groups["unit"].Value))
            .Should().BeEquivalentTo(Instruments.Select(instrument => (instrument.Name, instrument.Unit!)));
        Dotted().Matches(documentation).Select(name => name.Value).Except(Attributes)
            .Should().BeSubsetOf(Instruments.Select(instrument => instrument.Name));
    }

    [Theory]
    [InlineData("docs/operations.md")]
    [InlineData("deploy/grafana-dashboard.json")]
    public void What_is_asked_of_Prometheus_is_there(string file)
    {
        var known = Instruments.SelectMany(NamesOf).ToHashSet();

        var asked = Underscored().Matches(Repository.ReadText(file.Split('/'))).Select(name => name.Value).ToHashSet();

        asked.Should().NotBeEmpty().And.BeSubsetOf(known);
    }

    [Fact]
    public void The_dashboard_shows_each_metric()
    {
        var dashboard = Repository.ReadText("deploy", "grafana-dashboard.json");

        Instruments.Where(instrument => !NamesOf(instrument).Any(dashboard.Contains)).Select(instrument => instrument.Name).Should().BeEmpty();
    }

    private static IEnumerable<string> NamesOf(Instrument instrument)
    {
        var name = MetricsReader.NameOf(instrument.Name, instrument.Unit, instrument is Counter<long>);
        return instrument is Histogram<double> ? [$"{name}_bucket", $"{name}_sum", $"{name}_count"] : [name];
    }

    [GeneratedRegex(@"^\| `(?<name>streambet\.[a-z.]+)` \| `?(?<unit>[^`|]+?)`? \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\bstreambet\.[a-z]+(\.[a-z]+)+\b")]
    private static partial Regex Dotted();

    [GeneratedRegex(@"\bstreambet_\w+")]
    private static partial Regex Underscored();
}
