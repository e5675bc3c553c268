using StreamBet.Core.People;
using StreamBet.Core.Resolution;

namespace StreamBet.Core.Markets;

/// <summary>A stake as somebody asks for it.</summary>
/// <param name="MarketId">The market.</param>
/// <param name="Side">The side.</param>
/// <param name="Amount">Whole credits, 1 or more.</param>
/// <param name="Revision">The wording of the market's question that they saw; null when they do not say.</param>
public sealed record StakeRequest(long MarketId, Outcome Side, long Amount, int? Revision = null);

/// <summary>A stake that was accepted, and the market after it.</summary>
/// <param name="Stake">The stake.</param>
/// <param name="Market">The market with the stake in its pool.</param>
/// <param name="Balance">What its owner holds now, in the market's unit.</param>
public sealed record AcceptedStake(Stake Stake, Market Market, long Balance);

/// <summary>Takes stakes.</summary>
public sealed class Staking(IUnitOfWorkFactory work, Wallet wallet, TimeProvider time)
{
    /// <summary>Stakes whole credits on one side.</summary>
    /// <exception cref="RefusedException">The amount is wrong (422), the market takes no stakes, it is the person's own, its
    /// question has changed since they saw it, or they have too little (409).</exception>
    public async Task<AcceptedStake> StakeAsync(
        StakeRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (request.Amount < 1)
            throw new RefusedException(RefusalKind.Unprocessable, "amount", "A stake is a whole number of credits, 1 or more.");

        await using var unit = await work.BeginAsync(cancellationToken);
        var market = await MarketService.FindAsync(unit, request.MarketId, cancellationToken);
        EnsureStake(market, request, caller);
        await wallet.PrepareAsync(unit, caller, market.Unit, cancellationToken);
        var stake = new Stake
        {
            MarketId = market.Id,
            PersonId = caller.Id,
            Side = request.Side,
            Amount = request.Amount,
            PlacedAt = time.GetUtcNow(),
        };
        unit.Markets.Add(stake);
        market.AddStake(request.Side, request.Amount);
        await PayInAsync(unit, market, stake, cancellationToken);
        var balance = await unit.Ledger.BalanceAsync(
            AccountAddress.Person(caller.Id, market.Unit), cancellationToken);
        await unit.CommitAsync(cancellationToken);
        return new AcceptedStake(stake, market, balance);
    }

    private void EnsureStake(Market market, StakeRequest request, Caller caller)
    {
        if (!market.CanStake(time.GetUtcNow()))
        {
            throw new RefusedException(
                RefusalKind.Conflict, "market_not_open",
                $"Market {market.Id} takes no stakes any more: it is {market.State.ToString().ToLowerInvariant()}.");
        }

        if (!market.MayStake(caller))
        {
            throw new RefusedException(
                RefusalKind.Forbidden, "own_market", "Its host holds no stake in a market; others must be able to trust it.");
        }

        if (request.Revision is { } seen && seen != market.Revision)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "market_changed",
                $"The question of market {market.Id} was changed a moment ago. Read it again before you stake.");
        }
    }

    private async Task PayInAsync(IUnitOfWork unit, Market market, Stake stake, CancellationToken cancellationToken)
    {
        try
        {
            await unit.Ledger.PostAsync(
                LedgerTransaction.Move(
                    $"stake/{Guid.CreateVersion7(time.GetUtcNow()):N}",
                    AccountAddress.Person(stake.PersonId, market.Unit),
                    AccountAddress.Pool(market.Id, market.Unit),
                    stake.Amount,
                    stake.PlacedAt),
                cancellationToken);
        }
        catch (InsufficientCreditsException few)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "insufficient_credits",
                $"You hold {few.Balance} {(market.IsPractice ? "practice credits" : "credits")}, and the stake is "
                + $"{stake.Amount}. Stake less.");
        }
    }
}
