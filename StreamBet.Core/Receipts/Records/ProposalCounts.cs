namespace StreamBet.Core.Receipts.Records;

/// <summary>What became of the endings that hosts and their moderators proposed.</summary>
/// <param name="Made">All proposals.</param>
/// <param name="Unopposed">Nobody objected, and the market ended so.</param>
/// <param name="Objected">Somebody objected.</param>
/// <param name="Overruled">An operator decided otherwise.</param>
public sealed record ProposalCounts(long Made, long Unopposed, long Objected, long Overruled)
{
    internal static readonly ProposalCounts None = new(0, 0, 0, 0);

    internal ProposalCounts With(Ended ended) => ended.Review is { Proposal: { } proposal } review
        ? new ProposalCounts(
            Made + 1,
            Unopposed + (review.Objections == 0 && ended.DecidedBy == "host" ? 1 : 0),
            Objected + (review.Objections > 0 ? 1 : 0),
            Overruled + (ended.DecidedBy == "operator" && ended.Outcome != proposal.Outcome ? 1 : 0))
        : this;
}

/// <summary>How markets ended that people decided.</summary>
/// <param name="Ended">The markets, by who decided.</param>
/// <param name="Proposals">What their hosts proposed.</param>
public sealed record ReviewCounts(DecisionCounts Ended, ProposalCounts Proposals)
{
    internal static readonly ReviewCounts None = new(DecisionCounts.None, ProposalCounts.None);

    internal ReviewCounts With(Ended ended) => new(Ended.With(ended), Proposals.With(ended));
}
