using StreamBet.Core.Clips;
using StreamBet.Core.Markets;
using StreamBet.Core.Rule;

namespace StreamBet.Tests.Markets.Histories;

/// <summary>A market as the rules in words have it.</summary>
internal sealed record PlainMarket(long Id, string Host, string Label, DateTimeOffset ClosesAt, string? Clip)
{
    public MarketState State { get; init; }

    public int Revision { get; init; } = 1;

    public bool IsFrozen { get; init; }

    public DateTimeOffset? LockedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public Guid? Job { get; init; }

    public bool IsClipHere { get; init; }

    public bool IsActive => EndedAt is null;

    public bool IsDue(DateTimeOffset now) =>
        State == MarketState.Open ? now >= ClosesAt : IsActive && now >= LockedAt + TimeSpan.FromHours(24);

    // Nothing was decided: open as before, but for a clip that was seen or a time that has passed.
    public PlainMarket Released(DateTimeOffset now) => IsClipHere || now >= ClosesAt
        ? this with { Job = null, State = MarketState.Locked }
        : this with { Job = null, State = MarketState.Open, LockedAt = null };
}

/// <summary>A stake.</summary>
internal sealed record PlainStake(long Id, long Market, string Person, Outcome Side, long Amount)
{
    public long? Returned { get; init; }

    public bool IsWithdrawn { get; init; }
}

/// <summary>A clip on its way.</summary>
internal sealed record PlainJob(Guid Id, IReadOnlyList<long> Markets, string Uploader)
{
    public JobState State { get; init; }

    public string? Clip { get; init; }

    public bool IsStarted { get; init; }

    /// <summary>What was found in it; null before.</summary>
    public Finding? Found { get; init; }

    public bool IsHere => State is JobState.Queued or JobState.Analyzing;
}

/// <summary>What an analysis comes to.</summary>
internal enum Finding
{
    Dog,
    Nothing,
    HalfOfTheClip,
}
