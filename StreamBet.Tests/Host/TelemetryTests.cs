using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using StreamBet.Tests.Support;
using StreamBet.Tests.Support.Aws;
using StreamBet.Tests.Support.Telemetry;

namespace StreamBet.Tests.Host;

/// <summary>What a collector gets: one trace a clip, metrics, and the log; and nothing unless it was asked for. Other tests run in
/// this process, and their spans come too, so each looks for its own job.</summary>
public sealed class TelemetryTests : IAsyncLifetime
{
    private static readonly string[] Phases = ["offer", "upload", "probe", "analyze", "decide", "clean"];

    private TelemetryCollector _collector = null!;

    public async Task InitializeAsync() => _collector = await TelemetryCollector.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    [Fact]
    public async Task A_clip_is_one_trace_from_its_offer_to_its_cleaning()
    {
        using var app = TestApp.Start(_collector.Settings);
        var market = await app.Local.OpenMarketAsync();

        var job = await SendAsync(app, $"?bet_ids={market}");

        var spans = _collector.Spans.Where(span => span.Attributes.GetValueOrDefault("streambet.job.id") == job).ToList();
        spans.Select(span => span.Name).Should().Equal(["clip", .. Phases]);
        spans.Select(span => span.TraceId).Distinct().Should().ContainSingle();
        var clip = spans[0];
        clip.ParentId.Should().BeEmpty();
        clip.Attributes["streambet.job.state"].Should().Be("completed");
        clip.LinkedTraces.Should().ContainSingle();
        spans.Skip(1).Should().OnlyContain(span => span.ParentId == clip.Id && span.End <= clip.End);
        spans.Skip(1).Zip(spans.Skip(2)).Should().OnlyContain(pair => pair.First.End <= pair.Second.Start, "one follows the other");

        var decide = spans.Single(span => span.Name == "decide");
        _collector.Spans.Should().Contain(span => span.ParentId == decide.Id && span.Name == "database write");
        var request = _collector.Spans.Single(span => span.TraceId == clip.LinkedTraces[0] && span.ParentId.Length == 0);
        request.Attributes["http.route"].Should().Be("/api/analyze");
    }

    [Fact]
    public async Task Nothing_sent_names_a_file_a_path_or_a_browser()
    {
        using var app = TestApp.Start(_collector.Settings);
        using var guest = await app.NewGuestAsync();
        guest.DefaultRequestHeaders.UserAgent.ParseAdd("SecretBrowser/1.0");

        (await guest.GetAsync("/uploads/secret-ticket?secret-query=1")).Dispose();
        (await guest.PutAsync("/uploads/secret-ticket", new StringContent("bytes"))).Dispose();
        await SendAsync(app, "", "secret-name.mp4");

        _collector.Spans.Should().Contain(span => span.Attributes.GetValueOrDefault("http.route") == "/uploads/{ticket}");
        foreach (var secret in new[] { "secret-ticket", "secret-query", "secret-name", "SecretBrowser", app.Key })
            _collector.Raw.Should().NotContain(secret);
    }

    [Fact]
    public async Task Metrics_and_the_log_arrive()
    {
        using var app = TestApp.Start(_collector.Settings);
        var market = await app.Local.OpenMarketAsync();
        using var guest = await app.NewGuestAsync();
        await guest.PostJsonAsync($"/api/bets/{market}/stakes", new { side = "YES", amount = 10 }, HttpStatusCode.Created);
        (await guest.PostAsJsonAsync($"/api/bets/{market}/stakes", new { side = "YES", amount = 0 })).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        await app.Local.PostJsonAsync($"/api/bets/{market}/void", new { reason = "Enough." });

        var job = await SendAsync(app);

        double Sum(string name, params (string Key, string Value)[] labels) => _collector.Points
            .Where(point => point.Name == name && labels.All(label => point.Labels.GetValueOrDefault(label.Key) == label.Value)).Sum(point => point.Value);
        foreach (var phase in Phases)
            Sum("streambet.clips.phase.duration", ("phase", phase), ("outcome", "done")).Should().BeGreaterThan(0, phase);
        Sum("streambet.stakes.accepted", ("currency", "credits")).Should().BeGreaterThan(0);
        Sum("streambet.refusals", ("code", "amount")).Should().BeGreaterThan(0);
        Sum("streambet.settlement.duration", ("outcome", "void")).Should().BeGreaterThan(0);
        Sum("streambet.uploads.size").Should().BeGreaterThanOrEqualTo(new FileInfo(await RealClips.NobodyAsync()).Length);
        _collector.Points.Select(point => point.Name).Should().Contain(
            ["streambet.clips.waiting", "streambet.uploads.active", "streambet.sightings.found", "http.server.request.duration"]);
        _collector.Points.Single(point => point.Name == "streambet.uploads.size").Unit.Should().Be("By");
        _collector.Lines.Should().Contain(line => line.Body.Contains(job) && line.TraceId.Length > 0);
    }

    [Fact]
    public async Task Calls_to_AWS_are_in_the_phase_that_makes_them()
    {
        await using var aws = await AwsWorld.StartAsync();
        using var app = aws.StartApp(_collector.Settings);

        var job = await SendAsync(app);

        var phases = _collector.Spans.Where(span => span.Attributes.GetValueOrDefault("streambet.job.id") == job).ToDictionary(span => span.Name);
        IEnumerable<string> CallsOf(string phase) => _collector.Spans
            .Where(span => span.TraceId == phases[phase].TraceId && span.ParentId == phases[phase].Id && span.Attributes.ContainsKey("server.port"))
            .Select(span => span.Attributes["server.port"]);
        CallsOf("upload").Should().Contain($"{aws.S3.Address.Port}");
        CallsOf("analyze").Should().Contain($"{aws.Rekognition.Address.Port}");
        CallsOf("clean").Should().Contain($"{aws.S3.Address.Port}");
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_is_registered()
    {
        using var app = TestApp.Start();

        app.Services.GetService<TracerProvider>().Should().BeNull();
        app.Services.GetService<MeterProvider>().Should().BeNull();
        (await app.Local.GetAsync("/metrics")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public void An_endpoint_that_is_no_address_stops_the_start() =>
        FluentActions.Invoking(() => TestApp.Start(("OTEL_EXPORTER_OTLP_ENDPOINT", "collector"))).Should().Throw<Exception>();

    // Returns the job, when all about it has arrived.
    private async Task<string> SendAsync(TestApp app, string query = "", string? name = null)
    {
        using var sent = await app.Local.SendClipAsync(await RealClips.NobodyAsync(), query, name);
        var job = (await sent.ReadAsync()).GetProperty("job_id").GetString()!;
        await Eventually.IsTrueAsync(
            () =>
            {
                TelemetryCollector.Flush(app);
                return _collector.Spans.Any(span => span.Name == "clip" && span.Attributes.GetValueOrDefault("streambet.job.id") == job)
                    && _collector.Lines.Any(line => line.Body.Contains($"{job} completed"));
            },
            "the end of the clip arrives");
        return job;
    }
}
