using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace StreamBet.Web.Host;

/// <summary>Reads the metrics as Prometheus' text, version 0.0.4. The exporter that OpenTelemetry has for that is only a beta.</summary>
internal sealed class MetricsReader : BaseExportingMetricReader
{
    /// <summary>The type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Writer _writer;
    private readonly Lock _gate = new();

    /// <summary>Makes one, for one meter provider.</summary>
    public MetricsReader()
        : this(new Writer())
    {
    }

    private MetricsReader(Writer writer)
        : base(writer) => _writer = writer;

    /// <summary>The metrics as they are now.</summary>
    public string Read()
    {
        lock (_gate)
        {
            Collect();
            return _writer.Text;
        }
    }

    /// <summary>The name of a metric there: letters, digits and underscores, with its unit.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="unit">Its unit; those in braces only count something.</param>
    /// <param name="isCounter">Whether it only grows, and is no histogram.</param>
    public static string NameOf(string name, string? unit, bool isCounter)
    {
        var full = Plain(name) + (unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        });
        return isCounter ? $"{full}_total" : full;
    }

    private static string Plain(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private sealed class Writer : BaseExporter<Metric>
    {
        public string Text { get; private set; } = "";

        public override ExportResult Export(in Batch<Metric> batch)
        {
            var text = new StringBuilder();
            foreach (var metric in batch)
                Write(text, metric);
            Text = text.ToString();
            return ExportResult.Success;
        }

        private static void Write(StringBuilder text, Metric metric)
        {
            var type = metric.MetricType switch
            {
                MetricType.LongSum or MetricType.DoubleSum => "counter",
                MetricType.Histogram => "histogram",
                MetricType.ExponentialHistogram => null,
                _ => "gauge",
            };
            if (type is null)
                return;
            var name = NameOf(metric.Name, metric.Unit, type == "counter");
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {metric.Description.Replace('\n', ' ')}\n# TYPE {name} {type}\n");
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var labels = Labels(point);
                if (type == "histogram")
                    WriteHistogram(text, name, labels, point);
                else
                    WriteLine(text, name, labels, ValueOf(metric.MetricType, point));
            }
        }

        // The buckets count up: each holds those before it.
        private static void WriteHistogram(StringBuilder text, string name, string labels, in MetricPoint point)
        {
            long count = 0;
            foreach (var bucket in point.GetHistogramBuckets())
            {
                count += bucket.BucketCount;
                var bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : Number(bucket.ExplicitBound);
                WriteLine(text, $"{name}_bucket", $"{labels}{(labels.Length > 0 ? "," : "")}le=\"{bound}\"", count);
            }

            WriteLine(text, $"{name}_sum", labels, point.GetHistogramSum());
            WriteLine(text, $"{name}_count", labels, point.GetHistogramCount());
        }

        private static double ValueOf(MetricType type, in MetricPoint point) => type switch
        {
            MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
            MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
            MetricType.LongGauge => point.GetGaugeLastValueLong(),
            _ => point.GetGaugeLastValueDouble(),
        };

        private static string Labels(in MetricPoint point)
        {
            var labels = new List<string>();
            foreach (var (key, value) in point.Tags)
                labels.Add($"{Plain(key)}=\"{Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")}\"");
            return string.Join(',', labels);
        }

        private static string Escape(string value) =>
            value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

        private static void WriteLine(StringBuilder text, string name, string labels, double value) =>
            text.Append(name).Append(labels.Length > 0 ? $"{{{labels}}}" : "").Append(' ').Append(Number(value)).Append('\n');

        private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
    }
}
