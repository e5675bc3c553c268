namespace StreamBet.Core.Kernel;

/// <summary>The settings under "StreamBet:Limits": how much of the server one network address may use, each from 1 to 1,000,000.
/// Keys and accounts that the operator gave out have no such limits. IPv6 addresses count by their /64 network.</summary>
public sealed class LimitOptions
{
    /// <summary>The section's name within <see cref="StreamBetOptions.Section"/>.</summary>
    public const string Section = "Limits";

    /// <summary>Uploads at the same time.</summary>
    public int Uploads { get; set; } = 4;

    /// <summary>Clips offered in an hour.</summary>
    public int OffersPerHour { get; set; } = 30;

    /// <summary>Markets opened in an hour.</summary>
    public int MarketsPerHour { get; set; } = 20;

    /// <summary>Reference pictures sent in an hour.</summary>
    public int PicturesPerHour { get; set; } = 60;

    /// <summary>Webhooks made in an hour.</summary>
    public int WebhooksPerHour { get; set; } = 10;

    /// <summary>Stakes in a minute.</summary>
    public int StakesPerMinute { get; set; } = 300;

    /// <summary>Calls of the API and pages in a minute.</summary>
    public int ReadsPerMinute { get; set; } = 3_000;

    /// <summary>Receipts checked in a minute.</summary>
    public int ChecksPerMinute { get; set; } = 60;

    /// <summary>Keys that are none of this server's in a minute.</summary>
    public int WrongKeysPerMinute { get; set; } = 30;

    /// <summary>Open tabs.</summary>
    public int Circuits { get; set; } = 50;
}
