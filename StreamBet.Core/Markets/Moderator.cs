namespace StreamBet.Core.Markets;

/// <summary>Somebody whom a host trusts to run their markets.</summary>
public sealed class Moderator
{
    /// <summary>The host's id.</summary>
    public required string HostId { get; init; }

    /// <summary>The moderator's id.</summary>
    public required string PersonId { get; init; }

    /// <summary>When they were named.</summary>
    public required DateTimeOffset NamedAt { get; init; }
}
