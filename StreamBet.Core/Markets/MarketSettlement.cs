using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Receipts;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <summary>Ends markets. The verdict, all payouts and the receipt are written in one transaction.</summary>
public sealed partial class MarketSettlement(
    ReceiptKey key, IOptions<StreamBetOptions> options, TimeProvider time, ILogger<MarketSettlement> logger)
{
    /// <summary>Decides a market, pays out its pool and writes its receipt.</summary>
    internal async Task ResolveAsync(
        IUnitOfWork work, Market market, Decision decision, string by, CancellationToken cancellationToken)
    {
        var verdict = decision.Verdict;
        market.Resolve(decision.Job.Id, verdict, decision.Evidence, by, time.GetUtcNow());
        var payouts = Payouts.Of(market.Pool, verdict.Outcome!.Value, options.Value.TakeRateOf(market));
        await PayAsync(work, market, payouts, cancellationToken);
        await IssueReceiptAsync(work, market, decision, payouts, cancellationToken);
        LogResolved(market.Id, verdict.Outcome.Value, verdict.Confidence, market.Pool.Total);
    }

    /// <summary>Ends a market without a decision; every stake is refunded.</summary>
    internal Task VoidAsync(IUnitOfWork work, Market market, string by, string why, CancellationToken cancellationToken)
    {
        market.MakeVoid(by, time.GetUtcNow(), why);
        return PayAsync(work, market, Payouts.Refund(market.Pool), cancellationToken);
    }

    /// <summary>Ends a market that its clip did not decide; every stake is refunded.</summary>
    internal Task LeaveUndecidedAsync(IUnitOfWork work, Market market, Decision decision, string by, CancellationToken cancellationToken)
    {
        market.LeaveUndecided(decision.Verdict, decision.Evidence, by, time.GetUtcNow());
        return PayAsync(work, market, Payouts.Refund(market.Pool), cancellationToken);
    }

    /// <summary>Refunds some people's stakes while the market continues.</summary>
    internal async Task WithdrawAsync(
        IUnitOfWork work, Market market, IReadOnlyCollection<string> personIds, CancellationToken cancellationToken)
    {
        foreach (var stake in await work.Markets.WithdrawAsync(market.Id, personIds, cancellationToken))
        {
            market.RemoveStake(stake.Side, stake.Amount);
            await work.Ledger.PostAsync(
                LedgerTransaction.Move(
                    $"withdraw/{stake.Id}", AccountAddress.Pool(market.Id, market.Currency),
                    AccountAddress.Person(stake.PersonId, market.Currency), stake.Amount, time.GetUtcNow()),
                cancellationToken);
        }
    }

    // One ledger transaction per market; its key prevents a second one.
    private async Task PayAsync(IUnitOfWork work, Market market, Payouts payouts, CancellationToken cancellationToken)
    {
        if (market.Pool.Total == 0)
            return;
        await work.Markets.SettleAsync(market, payouts, cancellationToken);
        await work.Ledger.PayOutAsync(
            market.Id, market.Currency, market.Pool.Total, payouts.Take, time.GetUtcNow(), cancellationToken);
    }

    private async Task IssueReceiptAsync(
        IUnitOfWork work, Market market, Decision decision, Payouts payouts, CancellationToken cancellationToken)
    {
        var seed = StakesDigest.NewSeed();
        using var digest = new StakesDigest(seed);
        await foreach (var stake in work.SettledStakes.ReadAsync(market.Id, cancellationToken))
            digest.Add(stake);
        var head = await work.Receipts.FindHeadAsync(cancellationToken);
        var content = ReceiptContent.Of(
            (head?.Sequence ?? 0) + 1, head?.Hash, market.EndedAt!.Value,
            new ReceiptBet(market.Id, market.Event, market.IsPractice, market.Revision), market.Criterion,
            new ReceiptPool(market.Currency, market.Pool.Yes, market.Pool.No, payouts.Take), decision.Analysis.Content,
            decision.Job.Sha256!, decision.Analysis.Sha256, decision.Verdict, decision.Evidence, digest.Roots());
        work.Receipts.Add(Receipt.Issue(content, key), seed);
    }

    [LoggerMessage(210, LogLevel.Information,
        "Market {MarketId} resolved {Outcome} with confidence {Confidence}; pool of {Pool} paid out.")]
    private partial void LogResolved(long marketId, Outcome outcome, double confidence, long pool);
}
