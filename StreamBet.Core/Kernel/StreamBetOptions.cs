using System.Net;

namespace StreamBet.Core.Kernel;

/// <summary>The settings under "StreamBet".</summary>
public sealed class StreamBetOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "StreamBet";

    /// <summary>The analyzer that runs entirely on this machine.</summary>
    public const string EmbeddedAnalyzer = "embedded";

    /// <summary>The database that needs no server.</summary>
    public const string Sqlite = "sqlite";

    /// <summary>Where the database, temporary clips, evidence frames and keys are kept.</summary>
    public string DataDirectory { get; set; } = "./data";

    /// <summary>"sqlite" for a file in <see cref="DataDirectory"/>, or the connection string of a PostgreSQL database.</summary>
    public string Database { get; set; } = Sqlite;

    /// <summary>The connection string of a Redis that the servers on one database share; none if empty.</summary>
    public string Redis { get; set; } = "";

    /// <summary>Where the models' npm manifest and packages are; if empty, they are searched for beside the
    /// sources.</summary>
    public string ModelsDirectory { get; set; } = "";

    /// <summary>The analyzer's name, such as "embedded".</summary>
    public string Analyzer { get; set; } = EmbeddedAnalyzer;

    /// <summary>The settings of the embedded analyzer.</summary>
    public VisionOptions Vision { get; set; } = new();

    /// <summary>The settings of webhooks.</summary>
    public WebhookOptions Webhooks { get; set; } = new();

    /// <summary>Whether the metrics can be read at /metrics.</summary>
    public bool Metrics { get; set; }

    /// <summary>The largest clip, in bytes; 1 to 1 GiB.</summary>
    public long MaxUploadBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>The longest clip; 1 second to 6 hours.</summary>
    public TimeSpan MaxDuration { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>The longest clip of 1080p at 60 frames per second; 1 second to 6 hours. A clip with four times the pixels may be a
    /// quarter as long, one with half the frames twice.</summary>
    public TimeSpan MaxFullHdDuration { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long uploads under way may go on once the server was told to stop; 0 to 10 minutes.</summary>
    public TimeSpan UploadGrace { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Whether practice markets are kept open.</summary>
    public bool DemoMarkets { get; set; } = true;

    /// <summary>The operator's share of each pool, 0 to 0.5; 0 by default.</summary>
    public decimal TakeRate { get; set; }

    /// <summary>Keys that programs send as <c>Authorization: Bearer</c>.</summary>
    public IList<ApiKey> ApiKeys { get; } = [];

    /// <summary>Origins, such as https://example.org, whose pages may call the API with a key, or, on the same site,
    /// with a person's cookie, which browsers do not send from other sites.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>The addresses of reverse proxies that say who calls; none by default.</summary>
    public IList<IPNetwork> KnownProxies { get; } = [];

    /// <summary>How many people at one network address get their first credits a day; 0 to 1,000,000.</summary>
    public int GrantsPerAddress { get; set; } = 5;

    /// <summary>How much of the server one network address may use.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>What is deleted some time after it has ended.</summary>
    public RetentionOptions Retention { get; set; } = new();
}

/// <summary>The settings under "StreamBet:Retention": for how many days something is kept after its job or market has ended, up to
/// 36,500; 0 for good. Receipts are always kept for good.</summary>
public sealed class RetentionOptions
{
    /// <summary>The section's name within <see cref="StreamBetOptions.Section"/>.</summary>
    public const string Section = "Retention";

    /// <summary>Names of clips and their evidence frames.</summary>
    public int FrameDays { get; set; }

    /// <summary>Analyses: everything that was found in a clip.</summary>
    public int AnalysisDays { get; set; }

    /// <summary>Jobs that failed or were cancelled.</summary>
    public int JobDays { get; set; }

    /// <summary>Who changed what in a market.</summary>
    public int AuditDays { get; set; }
}

/// <summary>The settings under "StreamBet:Vision".</summary>
public sealed class VisionOptions
{
    /// <summary>The section's name within <see cref="StreamBetOptions.Section"/>.</summary>
    public const string Section = "Vision";

    /// <summary>The folder whose subfolders are detector packs; none if empty.</summary>
    public string Packs { get; set; } = "";

    /// <summary>What runs the models, such as "cpu" or "cuda".</summary>
    public string Provider { get; set; } = "cpu";
}

/// <summary>The settings under "StreamBet:Webhooks".</summary>
public sealed class WebhookOptions
{
    /// <summary>The section's name within <see cref="StreamBetOptions.Section"/>.</summary>
    public const string Section = "Webhooks";

    /// <summary>Whether webhooks may lead to this machine and to private networks; false by default.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Whether webhooks may use http; false by default, so that only https is accepted.</summary>
    public bool AllowHttp { get; set; }
}

/// <summary>An API key.</summary>
public sealed class ApiKey
{
    /// <summary>The program's name in audit entries; unique among the keys.</summary>
    public string Name { get; set; } = "";

    /// <summary>The secret, at least 16 characters.</summary>
    public string Key { get; set; } = "";

    /// <summary>"viewer", "host" or "operator".</summary>
    public string Role { get; set; } = "viewer";
}
