using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.People;
using StreamBet.Core.Receipts;

namespace StreamBet.Core.Markets;

/// <summary>Writes what a market's receipt says.</summary>
internal static class MarketReceipts
{
    /// <summary>The content of an ended market's receipt.</summary>
    /// <param name="work">The unit of work that ends it.</param>
    /// <param name="market">The market.</param>
    /// <param name="payouts">How its pool was paid out.</param>
    /// <param name="bonds">The bonds that joined the pool, in whole credits.</param>
    /// <param name="why">Why it ended, as a sentence.</param>
    /// <param name="roots">The digests of its stakes.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static async Task<ReceiptContent> WriteAsync(
        IUnitOfWork work, Market market, Payouts payouts, long bonds, string why, StakeRoots roots,
        CancellationToken cancellationToken)
    {
        var head = await work.Receipts.FindHeadAsync(cancellationToken);
        var (clip, analysis) = await FindClipAsync(work, market, cancellationToken);
        return new ReceiptContent(
            ReceiptContent.CurrentVersion,
            (head?.Sequence ?? 0) + 1,
            head?.Hash,
            market.EndedAt!.Value,
            new ReceiptBet(market.Id, market.Event, market.IsPractice, market.Revision)
            {
                Host = await HostAsync(work, market.HostId, cancellationToken),
            },
            clip,
            analysis,
            ReceiptCriterion.Of(market.Criterion),
            market.Verdict is { } verdict && analysis is not null
                ? ReceiptVerdict.Of(verdict, market.Evidence, ReceiptContent.CurrentVersion)
                : null,
            new ReceiptPool(market.Currency, market.Pool.Yes, market.Pool.No, payouts.Take) { Bonds = bonds },
            new ReceiptStakes(roots.Count, roots.Stakes),
            new ReceiptPayouts(roots.Paid, roots.Payouts))
        {
            Ending = new ReceiptEnding(
                market.Outcome, market.DecidedBy!.Value.ToString().ToLowerInvariant(), why, market.ChallengeWindow,
                market.Review is { } review ? ReviewOf(review, bonds > 0) : null),
        };
    }

    // A clip that came and whose analysis failed or was not kept is named all the same.
    private static async Task<(ReceiptClip? Clip, ReceiptAnalysis? Analysis)> FindClipAsync(
        IUnitOfWork work, Market market, CancellationToken cancellationToken)
    {
        if (await MarketClip.FindJobAsync(work, market, cancellationToken) is not { Sha256: { } sha256, Video: { } video } job)
            return (null, null);
        return market.Verdict is not null && await work.Jobs.FindAnalysisAsync(job.Id, cancellationToken) is { } kept
            ? (ReceiptClip.Of(kept.Content, sha256), ReceiptAnalysis.Of(kept.Content, kept.Sha256, market.Criterion))
            : (new ReceiptClip(sha256, null, video.Duration, video.Format), null);
    }

    private static async Task<ReceiptHost> HostAsync(IUnitOfWork work, string hostId, CancellationToken cancellationToken)
    {
        var names = await work.People.NamesAsync([hostId], cancellationToken);
        var name = hostId == Caller.HouseId ? Person.HouseName : names.GetValueOrDefault(hostId) ?? "A host";
        return new ReceiptHost(ReceiptHost.IdOf(hostId), name);
    }

    private static ReceiptReview ReviewOf(Review review, bool isUpheld) => new(
        review.Cause.ToString().ToLowerInvariant(),
        review.Proposal is { } proposal
            ? new ReceiptProposal(proposal.Outcome, proposal.Reason, proposal.Second, proposal.FrameSha256)
            : null,
        review.Objections.Count,
        review.Bonds,
        isUpheld,
        review.Ruling is { } ruling ? new ReceiptProposal(ruling.Outcome, ruling.Reason, ruling.Second, null) : null);
}
