using System.Diagnostics.Metrics;

namespace StreamBet.Core.Kernel;

/// <summary>The one list of this server's metrics. Their labels have few values each: no ids, no names. docs/operations.md says what
/// each means; a test compares the two.</summary>
public static class Metrics
{
    /// <summary>The label for how something ended.</summary>
    public const string Outcome = "outcome";

    private static readonly Meter Meter = new(Telemetry.Name);

    /// <summary>Clips that wait for their analysis.</summary>
    public static readonly UpDownCounter<int> WaitingClips = Meter.CreateUpDownCounter<int>(
        "streambet.clips.waiting", "{clip}", "Clips that wait for their analysis.");

    /// <summary>The duration of each phase of a clip, by <c>phase</c> and <c>outcome</c> (<c>done</c> or <c>failed</c>).</summary>
    public static readonly Histogram<double> PhaseDuration = Histogram(
        "streambet.clips.phase.duration", "How long a phase of a clip took.",
        0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800);

    /// <summary>Sightings found, by <c>analyzer</c>.</summary>
    public static readonly Counter<long> Sightings = Meter.CreateCounter<long>(
        "streambet.sightings.found", "{sighting}", "Sightings with a confidence of 50 or more that analyses found.");

    /// <summary>Uploads under way, from the offer on.</summary>
    public static readonly UpDownCounter<int> Uploads = Meter.CreateUpDownCounter<int>(
        "streambet.uploads.active", "{upload}", "Uploads under way, from the offer on.");

    /// <summary>Bytes of clips that arrived.</summary>
    public static readonly Counter<long> UploadedBytes = Meter.CreateCounter<long>(
        "streambet.uploads.size", "By", "Bytes of clips that arrived.");

    /// <summary>Stakes accepted, by <c>currency</c>.</summary>
    public static readonly Counter<long> Stakes = Meter.CreateCounter<long>(
        "streambet.stakes.accepted", "{stake}", "Stakes accepted.");

    /// <summary>Requests refused, by <c>code</c>, one of <see cref="ErrorCodes"/>.</summary>
    public static readonly Counter<long> Refusals = Meter.CreateCounter<long>(
        "streambet.refusals", "{refusal}", "Requests and actions that were refused.");

    /// <summary>How long the end of a market took, by <c>outcome</c> (<c>yes</c>, <c>no</c> or <c>void</c>).</summary>
    public static readonly Histogram<double> SettlementDuration = Histogram(
        "streambet.settlement.duration", "How long the payouts and the receipt of a market took, without the commit.",
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30);

    /// <summary>Messages to webhooks, by <c>outcome</c> (<c>delivered</c> or <c>failed</c>).</summary>
    public static readonly Counter<long> WebhookMessages = Meter.CreateCounter<long>(
        "streambet.webhooks.messages", "{message}", "Attempts to deliver a message to a webhook.");

    /// <summary>Open circuits: tabs of browsers.</summary>
    public static readonly UpDownCounter<int> Circuits = Meter.CreateUpDownCounter<int>(
        "streambet.circuits.open", "{circuit}", "Open circuits, one a tab, those that may still come back included.");

    /// <summary>Whether Redis is configured and can't be used.</summary>
    public static readonly UpDownCounter<int> RedisAway = Meter.CreateUpDownCounter<int>(
        "streambet.redis.away", "{server}", "1 while Redis is configured and can't be used.");

    /// <summary>A label of a measurement.</summary>
    public static KeyValuePair<string, object?> Label(string name, string value) => new(name, value);

    private static Histogram<double> Histogram(string name, string description, params double[] bounds) => Meter.CreateHistogram(
        name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
}
