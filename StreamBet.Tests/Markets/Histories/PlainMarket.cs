using StreamBet.Core.Clips;
using StreamBet.Core.Markets;
using StreamBet.Core.Markets.Reviews;
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

    /// <summary>How long its verdict can be challenged.</summary>
    public TimeSpan ChallengeWindow { get; init; }

    /// <summary>How long a proposal can be objected to.</summary>
    public TimeSpan ObjectionWindow { get; init; }

    /// <summary>What its clip decided; null if nothing.</summary>
    public Outcome? Verdict { get; init; }

    /// <summary>Until when its verdict can be challenged.</summary>
    public DateTimeOffset? PaysAt { get; init; }

    public PlainReview? Review { get; init; }

    public DecidedBy? DecidedBy { get; init; }

    public bool IsActive => EndedAt is null;

    /// <summary>When something has to happen to it.</summary>
    public DateTimeOffset? DueAt => State switch
    {
        MarketState.Open => ClosesAt,
        MarketState.Review => Review!.Deadline,
        MarketState.Deciding when PaysAt is not null => PaysAt,
        _ when IsActive => LockedAt + TimeSpan.FromHours(24),
        _ => null,
    };

    // Nothing was decided: open as before, but for a clip that was seen or a time that has passed.
    public PlainMarket Released(DateTimeOffset now) => IsClipHere || now >= ClosesAt
        ? this with { Job = null, State = MarketState.Locked }
        : this with { Job = null, State = MarketState.Open, LockedAt = null };
}

/// <summary>A review.</summary>
internal sealed record PlainReview(ReviewStep Step, DateTimeOffset Deadline, bool IsChallenge, bool IsForOperator)
{
    public string? ProposedBy { get; init; }

    /// <summary>What was proposed; null for void, and while nothing was.</summary>
    public Outcome? Proposed { get; init; }

    /// <summary>Until when people may object.</summary>
    public DateTimeOffset? ObjectionsUntil { get; init; }

    public bool HasComment { get; init; }

    /// <summary>Who objected, with their bonds: "ada 10, bob 40".</summary>
    public string Objections { get; init; } = "";

    public IEnumerable<(string Person, long Bond)> Bonds => Objections.Split(", ", StringSplitOptions.RemoveEmptyEntries)
        .Select(objection => (objection.Split(' ')[0], long.Parse(objection.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)));
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

    public bool SharesFrames { get; init; }

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
