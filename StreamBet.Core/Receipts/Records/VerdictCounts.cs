namespace StreamBet.Core.Receipts.Records;

/// <summary>What became of verdicts, YES or NO. Each is one of ruled, unruled, unchallenged and not open.</summary>
/// <param name="Count">All verdicts.</param>
/// <param name="Ruled">An operator decided about the verdict after a challenge.</param>
/// <param name="Stood">Of those ruled: the operator decided as the clip had.</param>
/// <param name="Unruled">It was challenged, and no operator decided in time, so that it was paid out.</param>
/// <param name="Unchallenged">Both sides were staked and nobody challenged it in time, which doesn't say that it was
/// right.</param>
/// <param name="NotOpen">It could not be challenged: there was no time for that, or nobody who would have lost.</param>
public sealed record VerdictCounts(long Count, long Ruled, long Stood, long Unruled, long Unchallenged, long NotOpen)
{
    internal static readonly VerdictCounts None = new(0, 0, 0, 0, 0, 0);

    /// <summary>The interval of the share that stood of those ruled; null if none was.</summary>
    public Interval? Interval => Interval.Of(Stood, Ruled);

    internal VerdictCounts With(Ended ended) => ended switch
    {
        { DecidedBy: "operator" } => this with
        {
            Count = Count + 1,
            Ruled = Ruled + 1,
            Stood = Stood + (ended.Outcome == ended.Verdict!.Outcome ? 1 : 0),
        },
        { Review.Cause: "challenge" } => this with { Count = Count + 1, Unruled = Unruled + 1 },
        { IsOpenToChallenge: true } => this with { Count = Count + 1, Unchallenged = Unchallenged + 1 },
        _ => this with { Count = Count + 1, NotOpen = NotOpen + 1 },
    };
}
