using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using StreamBet.Tests.Support.Aws;

namespace StreamBet.Tests.Support.Telemetry;

/// <summary>A span that arrived; times in nanoseconds since 1970.</summary>
internal sealed record CollectedSpan(
    string TraceId, string Id, string ParentId, string Name, ulong Start, ulong End, IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<string> LinkedTraces);

/// <summary>A point of a metric that arrived: its sum, or how many values a histogram has.</summary>
internal sealed record CollectedPoint(string Name, string Unit, double Value, IReadOnlyDictionary<string, string> Labels);

/// <summary>A line of the log that arrived.</summary>
internal sealed record CollectedLine(string Body, string TraceId);

/// <summary>A collector of OpenTelemetry on a free port of 127.0.0.1, which takes OTLP over HTTP as Protocol Buffers.</summary>
internal sealed class TelemetryCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _got = [];
    private LoopbackServer _server = null!;

    /// <summary>The settings that make an application send here.</summary>
    public (string Key, string Value)[] Settings =>
        [("OTEL_EXPORTER_OTLP_ENDPOINT", _server.Address.AbsoluteUri), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")];

    /// <summary>All that arrived, as text in which names and values can be searched.</summary>
    public string Raw => string.Concat(_got.Select(message => Encoding.UTF8.GetString(message.Body)));

    /// <summary>The spans that arrived, by their start.</summary>
    public IReadOnlyList<CollectedSpan> Spans =>
        [.. Messages("/v1/traces").SelectMany(message => message.Within(1, 2, 2)).Select(ToSpan).OrderBy(span => span.Start)];

    /// <summary>The points of metrics that arrived.</summary>
    public IReadOnlyList<CollectedPoint> Points => [.. Messages("/v1/metrics").SelectMany(message => message.Within(1, 2, 2)).SelectMany(ToPoints)];

    /// <summary>The lines of the log that arrived.</summary>
    public IReadOnlyList<CollectedLine> Lines =>
    [
        .. Messages("/v1/logs").SelectMany(message => message.Within(1, 2, 2))
            .Select(line => new CollectedLine(line.All(5).Single().Text(1), line.Hex(9))),
    ];

    public static async Task<TelemetryCollector> StartAsync()
    {
        var collector = new TelemetryCollector();
        collector._server = await LoopbackServer.StartAsync(collector.ReceiveAsync);
        return collector;
    }

    /// <summary>Makes an application send what it holds.</summary>
    public static void Flush(TestApp app)
    {
        app.Services.GetRequiredService<TracerProvider>().ForceFlush();
        app.Services.GetRequiredService<MeterProvider>().ForceFlush();
        app.Services.GetRequiredService<LoggerProvider>().ForceFlush();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ReceiveAsync(HttpContext http, CancellationToken gone)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, gone);
        _got.Enqueue((http.Request.Path.Value!, body.ToArray()));
        http.Response.ContentType = "application/x-protobuf";
    }

    private IEnumerable<WireMessage> Messages(string path) =>
        _got.Where(message => message.Path == path).Select(message => new WireMessage(message.Body));

    private static CollectedSpan ToSpan(WireMessage span) => new(
        span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), span.Number(7), span.Number(8), Attributes(span, 9),
        [.. span.All(13).Select(link => link.Hex(1))]);

    // A sum is field 7 of a metric, a histogram 9, a gauge 5; each has its points in field 1.
    private static IEnumerable<CollectedPoint> ToPoints(WireMessage metric) =>
        metric.Within(7, 1).Concat(metric.Within(5, 1)).Select(point => (point, Value: point.Has(6) ? (long)point.Number(6) : point.Double(4), Labels: 7))
            .Concat(metric.Within(9, 1).Select(point => (point, Value: (double)point.Number(4), Labels: 9)))
            .Select(read => new CollectedPoint(metric.Text(1), metric.Text(3), read.Value, Attributes(read.point, read.Labels)));

    private static Dictionary<string, string> Attributes(WireMessage of, int field) => of.All(field).ToDictionary(
        attribute => attribute.Text(1),
        attribute => attribute.All(2).Single() is var value && value.Has(1) ? value.Text(1) : value.Number(3).ToString(CultureInfo.InvariantCulture));
}
