using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.Receipts;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <summary>Decides and ends markets. How a market ended, all payouts and the receipt are written in one
/// transaction.</summary>
public sealed partial class MarketSettlement(
    ReceiptKey key, IOptions<StreamBetOptions> options, TimeProvider time, ILogger<MarketSettlement> logger)
{
    private const string PrivateFrames = "The frames of its clip are not public, so stakers couldn't check a proposal.";

    private const string KnownClip = "Its clip shows what an earlier one showed, so its host may have known the result.";

    /// <summary>Takes a clip's verdict on a market: pays it out, lets people challenge it first, or hands the market to
    /// people.</summary>
    internal async Task DecideAsync(
        IUnitOfWork work, Market market, Decision decision, string by, CancellationToken cancellationToken)
    {
        var (verdict, now) = (decision.Verdict, time.GetUtcNow());
        if (verdict.Outcome is { } outcome)
        {
            market.Decide(decision.Job.Id, verdict, decision.Evidence, by, now);
            if (market.PaysAt is null)
                await EndAsync(work, market, outcome, DecidedBy.Clip, by, $"Decided {verdict.Outcome.ToWord()} and paid out.", cancellationToken);
            return;
        }

        market.Keep(verdict, decision.Evidence);
        LogNotDecided(market.Id, decision.Job.Id, verdict.Reason!);
        if (market.IsPractice)
        {
            await EndAsync(work, market, null, DecidedBy.Nobody, by, $"Not decided: {verdict.Reason}", cancellationToken);
            return;
        }

        var whyOnlyOperator = decision.Cause == ReviewCause.Copy ? KnownClip : decision.Job.SharesFrames ? null : PrivateFrames;
        var why = decision.Cause == ReviewCause.People ? "Its clip is here." : $"Not decided: {verdict.Reason}";
        market.BeginReview(
            Review.Begin(decision.Cause, whyOnlyOperator, now) with { EarlierJobId = decision.EarlierJobId }, why);
    }

    /// <summary>Ends a market: pays out its pool, returns or pays in the bonds, and writes its receipt.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="market">The market.</param>
    /// <param name="outcome">YES or NO; null for a void market, in which every stake is refunded.</param>
    /// <param name="who">Who decided.</param>
    /// <param name="by">The id of the person who did it.</param>
    /// <param name="why">Why, as a sentence.</param>
    /// <param name="cancellationToken">Cancels it before it is committed.</param>
    internal async Task EndAsync(
        IUnitOfWork work, Market market, Outcome? outcome, DecidedBy who, string by, string why, CancellationToken cancellationToken)
    {
        using var span = Telemetry.StartWithin("settle")?.SetTag("streambet.market.id", market.Id);
        var began = time.GetTimestamp();
        market.End(outcome, who, by, why, time.GetUtcNow());
        var bonds = await SettleBondsAsync(work, market, cancellationToken);
        var payouts = outcome is { } winner
            ? Payouts.Of(market.Pool, winner, options.Value.TakeRateOf(market), bonds)
            : Payouts.Refund(market.Pool, bonds);
        await PayAsync(work, market, payouts, bonds, cancellationToken);
        await IssueReceiptAsync(work, market, payouts, bonds, why, cancellationToken);
        Metrics.SettlementDuration.Record(
            time.GetElapsedTime(began).TotalSeconds, Metrics.Label(Metrics.Outcome, outcome.ToWord().ToLowerInvariant()));
        LogEnded(market.Id, outcome.ToWord(), who, market.Pool.Total);
    }

    /// <summary>Ends a market that nobody can win, because all stakes are on one side.</summary>
    /// <returns>Whether it was one.</returns>
    internal async Task<bool> EndIfOneSidedAsync(
        IUnitOfWork work, Market market, string by, CancellationToken cancellationToken)
    {
        if (!market.IsOneSided)
            return false;
        Outcome? side = market.Pool.Yes > 0 ? Outcome.Yes : Outcome.No;
        await EndAsync(
            work, market, null, DecidedBy.Nobody, by,
            $"It closed with stakes on {side.ToWord()} alone, so there was nothing to win. Every stake is refunded.", cancellationToken);
        return true;
    }

    /// <summary>Refunds some people's stakes while the market continues.</summary>
    internal async Task WithdrawAsync(
        IUnitOfWork work, Market market, IReadOnlyCollection<string> personIds, CancellationToken cancellationToken)
    {
        var withdrawn = await work.Markets.WithdrawAsync(market.Id, personIds, cancellationToken);
        market.RemoveStakers(withdrawn.Select(stake => stake.PersonId).Distinct().Count());
        foreach (var stake in withdrawn)
        {
            market.RemoveStake(stake.Side, stake.Amount);
            await work.Ledger.PostAsync(
                LedgerTransaction.Move(
                    $"withdraw/{stake.Id}", AccountAddress.Pool(market.Id, market.Currency),
                    AccountAddress.Person(stake.PersonId, market.Currency), stake.Amount, time.GetUtcNow()),
                cancellationToken);
        }
    }

    // Returns what joins the pool.
    private async Task<long> SettleBondsAsync(IUnitOfWork work, Market market, CancellationToken cancellationToken)
    {
        if (market.Review is not { Bonds: > 0 } review)
            return 0;
        var (bonds, now) = (AccountAddress.Bonds(market.Id, market.Currency), time.GetUtcNow());
        if (market.AreBondsLost)
        {
            await work.Ledger.PostAsync(
                LedgerTransaction.Move(
                    $"bonds/{market.Id}", bonds, AccountAddress.Pool(market.Id, market.Currency), review.Bonds, now),
                cancellationToken);
            return review.Bonds;
        }

        foreach (var objection in review.Objections)
        {
            await work.Ledger.PostAsync(
                LedgerTransaction.Move(
                    $"bond-back/{market.Id}/{objection.By}", bonds, AccountAddress.Person(objection.By, market.Currency),
                    objection.Bond, now),
                cancellationToken);
        }

        return 0;
    }

    // One ledger transaction per market; its key prevents a second one.
    private async Task PayAsync(
        IUnitOfWork work, Market market, Payouts payouts, long bonds, CancellationToken cancellationToken)
    {
        if (market.Pool.Total == 0)
            return;
        await work.Markets.SettleAsync(market, payouts, cancellationToken);
        await work.Ledger.PayOutAsync(
            market.Id, market.Currency, market.Pool.Total + bonds, payouts.Take, time.GetUtcNow(), cancellationToken);
    }

    private async Task IssueReceiptAsync(
        IUnitOfWork work, Market market, Payouts payouts, long bonds, string why, CancellationToken cancellationToken)
    {
        var seed = StakesDigest.NewSeed();
        using var digest = new StakesDigest(seed);
        await foreach (var stake in work.SettledStakes.ReadAsync(market.Id, cancellationToken))
            digest.Add(stake);
        var content = await MarketReceipts.WriteAsync(work, market, payouts, bonds, why, digest.Roots(), cancellationToken);
        work.Receipts.Add(Receipt.Issue(content, key), seed);
    }

    [LoggerMessage(210, LogLevel.Information, "Market {MarketId} ended {Outcome}, decided by {Who}; pool of {Pool} paid out.")]
    private partial void LogEnded(long marketId, string outcome, DecidedBy who, long pool);

    [LoggerMessage(220, LogLevel.Warning, "Market {MarketId} was not decided by job {JobId}: {Reason}")]
    private partial void LogNotDecided(long marketId, Guid jobId, string reason);
}
