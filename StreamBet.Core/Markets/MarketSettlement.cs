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
        IUnitOfWork work, Market market, Guid jobId, Verdict verdict, IReadOnlyList<Evidence> evidence, string by,
        CancellationToken cancellationToken)
    {
        market.Resolve(jobId, verdict, evidence, by, time.GetUtcNow());
        var stakes = await work.Markets.StakesAsync(market.Id, cancellationToken);
        var takeRate = market.IsPractice ? 0 : options.Value.TakeRate;
        await PayAsync(
            work, market, stakes, Payouts.Settle(Claims(stakes), verdict.Outcome!.Value, takeRate), cancellationToken);
        LogResolved(market.Id, verdict.Outcome.Value, verdict.Confidence, market.Pool.Total);
    }

    /// <summary>Ends a market without a decision; every stake goes back.</summary>
    internal async Task VoidAsync(
        IUnitOfWork work, Market market, string by, string why, CancellationToken cancellationToken)
    {
        market.MakeVoid(by, time.GetUtcNow(), why);
        var stakes = await work.Markets.StakesAsync(market.Id, cancellationToken);
        await PayAsync(work, market, stakes, Payouts.Refund(Claims(stakes)), cancellationToken);
    }

    /// <summary>Gives back what some people staked, while the market goes on.</summary>
    internal async Task WithdrawAsync(
        IUnitOfWork work, Market market, Func<Stake, bool> whose, CancellationToken cancellationToken)
    {
        var stakes = (await work.Markets.StakesAsync(market.Id, cancellationToken)).Where(whose).ToList();
        foreach (var stake in stakes)
        {
            stake.Returned = stake.Amount;
            stake.IsWithdrawn = true;
            market.RemoveStake(stake.Side, stake.Amount);
            await work.Ledger.PostAsync(
                LedgerTransaction.Move(
                    $"withdraw/{stake.Id}", AccountAddress.Pool(market.Id, market.Unit),
                    AccountAddress.Person(stake.PersonId, market.Unit), stake.Amount, time.GetUtcNow()),
                cancellationToken);
        }
    }

    // One ledger transaction a market, whose key makes a second one impossible.
    private async Task PayAsync(
        IUnitOfWork work, Market market, IReadOnlyList<Stake> stakes, Settlement settlement,
        CancellationToken cancellationToken)
    {
        foreach (var stake in stakes)
            stake.Returned = settlement.Payouts.GetValueOrDefault(stake.Id);
        if (market.Pool.Total == 0)
            return;

        var paid = stakes.Where(stake => stake.Returned > 0).GroupBy(stake => stake.PersonId)
            .Select(person => new LedgerEntry(
                AccountAddress.Person(person.Key, market.Unit), person.Sum(stake => stake.Returned!.Value)));
        await work.Ledger.PostAsync(
            new LedgerTransaction
            {
                IdempotencyKey = $"settle/{market.Id}",
                At = time.GetUtcNow(),
                Entries =
                [
                    new LedgerEntry(AccountAddress.Pool(market.Id, market.Unit), -market.Pool.Total),
                    .. paid,
                    .. settlement.Take > 0
                        ? [new LedgerEntry(AccountAddress.Take(market.Unit), settlement.Take)]
                        : Array.Empty<LedgerEntry>(),
                ],
            },
            cancellationToken);
    }

    private static List<Payouts.Claim> Claims(IReadOnlyList<Stake> stakes) =>
        [.. stakes.Select(stake => new Payouts.Claim(stake.Id, stake.Side, stake.Amount))];

    [LoggerMessage(210, LogLevel.Information,
        "Market {MarketId} resolved {Outcome} with confidence {Confidence}; pool of {Pool} paid out.")]
    private partial void LogResolved(long marketId, Outcome outcome, double confidence, long pool);
}
