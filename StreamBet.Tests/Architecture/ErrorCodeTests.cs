using System.Text.RegularExpressions;
using StreamBet.Core.Aws;
using StreamBet.Core.Kernel;
using StreamBet.Tests.Support;
using StreamBet.Web.Api;

namespace StreamBet.Tests.Architecture;

/// <summary>One list of error codes, which the code, the API and its documentation agree with.</summary>
public partial class ErrorCodeTests
{
    /// <summary>Every code with the statuses that it comes with.</summary>
    internal static readonly ILookup<string, int> Statuses = ErrorCodes.ByKind.Concat(AwsErrorCodes.ByKind)
        .SelectMany(kind => kind.Value.Select(code => (Code: code, Status: ApiErrors.StatusOf(kind.Key))))
        .Append((Code: "method_not_allowed", Status: 405))
        .ToLookup(entry => entry.Code, entry => entry.Status);

    [Fact]
    public void The_documentation_has_exactly_the_codes_of_the_list_with_their_statuses()
    {
        var documented = Row().Matches(Repository.ReadText("docs", "api.md"))
            .SelectMany(row => Code().Matches(row.Groups["codes"].Value)
                .Select(code => (Code: code.Groups["code"].Value, Status: int.Parse(row.Groups["status"].Value))));

        documented.Should().BeEquivalentTo(Statuses.SelectMany(entry => entry.Select(status => (Code: entry.Key, Status: status))));
    }

    [Fact]
    public void Every_code_in_the_sources_is_on_the_list()
    {
        var known = Statuses.Select(entry => entry.Key).Concat(ErrorCodes.OfPages).ToHashSet();

        var unknown = Sources.Of("StreamBet.Core", "StreamBet.Web")
            .SelectMany(source => Thrown().Matches(source.Text).Select(thrown => (source.Path, Code: thrown.Groups["code"].Value)))
            .Where(thrown => !known.Contains(thrown.Code));

        unknown.Should().BeEmpty();
    }

    [Fact]
    public void Every_code_of_the_list_is_in_the_sources()
    {
        var sources = string.Concat(Sources.Of("StreamBet.Core", "StreamBet.Web")
            .Where(source => !source.Path.EndsWith("ErrorCodes.cs", StringComparison.Ordinal)).Select(source => source.Text));

        Statuses.Select(entry => entry.Key).Except(ErrorCodes.OfFramework)
            .Where(code => !sources.Contains($"\"{code}\"", StringComparison.Ordinal)
                && !(code.StartsWith("invalid_", StringComparison.Ordinal) && sources.Contains("$\"invalid_{name}\"", StringComparison.Ordinal)))
            .Should().BeEmpty();
    }

    [GeneratedRegex(@"^\| (?<status>\d{3}) \| (?<codes>.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<code>[a-z0-9_]+)`")]
    private static partial Regex Code();

    // Where a code stands as the first text of a refusal or a failure.
    [GeneratedRegex(@"(RefusalKind\.\w+,\s*|\bWrong\(\s*|AnalysisFailedException\(\s*|\bRequire\((Can\w+|IsActive|Revision[^""]*),\s*|\.Fail\(\s*)""(?<code>[a-z0-9_]+)""")]
    private static partial Regex Thrown();
}
