using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StreamBet.Core.Resolution;

namespace StreamBet.Core.Markets;

/// <summary>Ends markets: the verdict and all its payouts are one transaction.</summary>
public sealed partial class MarketSettlement(
    IOptions<StreamBetOptions> options, TimeProvider time, ILogger<MarketSettlement> logger)
{
    /// <summary>Decides a market and pays its pool out.</summary>
    internal async Task ResolveAsync(
        IUnitOfWork work, Market market, Guid jobId, Verdict verdict, string by, CancellationToken cancellationToken)
    {
        market.Resolve(jobId, verdict, [], by, time.GetUtcNow());
        var takeRate = market.IsPractice ? 0 : options.Value.TakeRate;
        await PayAsync(work, market, Payouts.Of(market.Pool, verdict.Outcome!.Value, takeRate), cancellationToken);
        LogResolved(market.Id, verdict.Outcome.Value, verdict.Confidence, market.Pool.Total);
    }

    /// <summary>Ends a market without a decision; every stake goes back.</summary>
    internal Task VoidAsync(IUnitOfWork work, Market market, string by, string why, CancellationToken cancellationToken)
    {
        market.MakeVoid(by, time.GetUtcNow(), why);
        return PayAsync(work, market, Payouts.Refund(market.Pool), cancellationToken);
    }

    /// <summary>Gives back what some people staked, while the market goes on.</summary>
    internal async Task WithdrawAsync(
        IUnitOfWork work, Market market, IReadOnlyCollection<string> personIds, CancellationToken cancellationToken)
    {
        foreach (var stake in await work.Markets.WithdrawAsync(market.Id, personIds, cancellationToken))
        {
            market.RemoveStake(stake.Side, stake.Amount);
            await work.Ledger.PostAsync(
                LedgerTransaction.Move(
                    $"withdraw/{stake.Id}", AccountAddress.Pool(market.Id, market.Unit),
                    AccountAddress.Person(stake.PersonId, market.Unit), stake.Amount, time.GetUtcNow()),
                cancellationToken);
        }
    }

    // One ledger transaction a market, whose key makes a second one impossible.
    private async Task PayAsync(IUnitOfWork work, Market market, Payouts payouts, CancellationToken cancellationToken)
    {
        if (market.Pool.Total == 0)
            return;
        await work.Markets.SettleAsync(market, payouts, cancellationToken);
        await work.Ledger.PayOutAsync(market, payouts.Take, time.GetUtcNow(), cancellationToken);
    }

    [LoggerMessage(210, LogLevel.Information,
        "Market {MarketId} resolved {Outcome} with confidence {Confidence}; pool of {Pool} paid out.")]
    private partial void LogResolved(long marketId, Outcome outcome, double confidence, long pool);
}
