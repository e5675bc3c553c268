using System.Net;
using System.Text.RegularExpressions;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Host;

/// <summary>/metrics: Prometheus' text, for an operator and for this machine.</summary>
public sealed partial class MetricsPageTests : IDisposable
{
    private const string OperatorKey = "operator-key-0123456789", HostKey = "host-key-0123456789";

    private readonly TestApp _app = TestApp.Start(
        ("StreamBet:Metrics", "true"),
        ("StreamBet:ApiKeys:0:Name", "boss"), ("StreamBet:ApiKeys:0:Key", OperatorKey), ("StreamBet:ApiKeys:0:Role", "operator"),
        ("StreamBet:ApiKeys:1:Name", "host"), ("StreamBet:ApiKeys:1:Key", HostKey), ("StreamBet:ApiKeys:1:Role", "host"));

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task It_answers_an_operator_and_this_machines_key_alone()
    {
        async Task<HttpStatusCode> AskAsync(HttpClient client)
        {
            using (client)
            using (var answer = await client.GetAsync("/metrics"))
                return answer.StatusCode;
        }

        (await AskAsync(_app.NewClient(OperatorKey))).Should().Be(HttpStatusCode.OK);
        (await AskAsync(_app.NewClient(_app.Key))).Should().Be(HttpStatusCode.OK);
        (await AskAsync(_app.NewClient())).Should().Be(HttpStatusCode.Unauthorized);
        (await AskAsync(_app.NewClient(HostKey))).Should().Be(HttpStatusCode.Forbidden);
        (await AskAsync(await _app.NewGuestAsync())).Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task It_is_text_that_Prometheus_reads()
    {
        using (await _app.Local.SendClipAsync(await RealClips.NobodyAsync())) { }
        using (await _app.NewClient().GetAsync("/api/bets/999999")) { }

        using var answer = await _app.Local.GetAsync("/metrics");

        answer.Content.Headers.ContentType!.ToString().Should().Be("text/plain; version=0.0.4; charset=utf-8");
        var text = await answer.Content.ReadAsStringAsync();
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().OnlyContain(line => Line().IsMatch(line));
        text.Should().Contain("# TYPE streambet_clips_waiting gauge\n").And.Contain("# TYPE streambet_uploads_size_bytes_total counter\n")
            .And.Contain("# TYPE streambet_clips_phase_duration_seconds histogram\n")
            .And.MatchRegex("streambet_refusals_total\\{code=\"market_not_found\"\\} [1-9]")
            .And.MatchRegex("streambet_clips_phase_duration_seconds_bucket\\{[^}]*phase=\"analyze\"[^}]*le=\"\\+Inf\"\\} [1-9]")
            .And.MatchRegex("streambet_clips_phase_duration_seconds_count\\{[^}]*phase=\"analyze\"[^}]*\\} [1-9]");
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_]\w* .*|[a-zA-Z_]\w*(\{\w+="([^"\\]|\\.)*"(,\w+="([^"\\]|\\.)*")*\})? -?[0-9.E+-]+)$""")]
    private static partial Regex Line();
}
