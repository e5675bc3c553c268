using System.Threading.Channels;
using StreamBet.Core.Access;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <summary>A stake as somebody asks for it.</summary>
/// <param name="MarketId">The market.</param>
/// <param name="Side">The side.</param>
/// <param name="Amount">Whole credits, 1 or more.</param>
/// <param name="Revision">The wording of the market's question that they saw; null when they do not say.</param>
public sealed record StakeRequest(long MarketId, Outcome Side, long Amount, int? Revision = null);

/// <summary>A stake that was accepted, and the market after it.</summary>
/// <param name="Stake">The stake.</param>
/// <param name="Market">The market with the stake in its pool, and those that were committed together with it.</param>
/// <param name="Balance">What its owner holds now, in the market's unit.</param>
public sealed record AcceptedStake(Stake Stake, Market Market, long Balance);

/// <summary>Takes stakes. Those that come while others are being written to the disk wait for each other and are committed
/// together: each is acknowledged only when it is durable, and the disk is waited for once for all of them.</summary>
public sealed class Staking(IUnitOfWorkFactory work, Wallet wallet, TimeProvider time)
{
    private const int MaxTogether = 512;
    private const int MaxWaiting = 4_096;

    // Whoever comes when it is full waits for room, so that memory stays bounded.
    private readonly Channel<Asked> _asked = Channel.CreateBounded<Asked>(MaxWaiting);
    private int _isServing;

    /// <summary>Stakes whole credits on one side.</summary>
    /// <exception cref="RefusedException">The amount is wrong (422), the market takes no stakes, it is the person's own, its
    /// question has changed since they saw it, or they have too little (409).</exception>
    public async Task<AcceptedStake> StakeAsync(
        StakeRequest request, Caller caller, CancellationToken cancellationToken)
    {
        if (request.Amount < 1)
            throw new RefusedException(RefusalKind.Unprocessable, "amount", "A stake must be a whole number of credits, at least 1.");

        var asked = new Asked(request, caller);
        await _asked.Writer.WriteAsync(asked, cancellationToken);
        if (Interlocked.Exchange(ref _isServing, 1) == 0)
            _ = Task.Run(ServeAsync, CancellationToken.None);

        // Carried through from here on, whoever has gone: nobody is left in doubt of whether they staked.
        return await asked.Answer.Task;
    }

    private async Task ServeAsync()
    {
        do
        {
            while (_asked.Reader.TryPeek(out _))
                await ServeGroupAsync();
            Volatile.Write(ref _isServing, 0);
        }
        while (_asked.Reader.TryPeek(out _) && Interlocked.Exchange(ref _isServing, 1) == 0);
    }

    private async Task ServeGroupAsync()
    {
        var group = new List<Asked>();
        try
        {
            await using var unit = await work.BeginAsync(CancellationToken.None);
            Take(group);
            await TryAsync(unit, group);
        }
        catch (Exception exception)
        {
            // Nothing of the group was kept. One after the other, so that only the one that cannot be written fails.
            if (group.Count == 0)
                Take(group);
            if (group.Count > 1)
                await ServeOneByOneAsync(group);
            else
                group.ForEach(asked => asked.Answer.TrySetException(exception));
        }
    }

    private async Task ServeOneByOneAsync(List<Asked> group)
    {
        foreach (var asked in group.Where(asked => !asked.Answer.Task.IsCompleted))
        {
            try
            {
                await using var unit = await work.BeginAsync(CancellationToken.None);
                await TryAsync(unit, [asked]);
            }
            catch (Exception exception)
            {
                asked.Answer.TrySetException(exception);
            }
        }
    }

    private void Take(List<Asked> group)
    {
        while (group.Count < MaxTogether && _asked.Reader.TryRead(out var asked))
            group.Add(asked);
    }

    private async Task TryAsync(IUnitOfWork unit, List<Asked> group)
    {
        var markets = new Dictionary<long, Market>();
        var accepted = new List<(Asked Asked, AcceptedStake Stake)>();
        foreach (var asked in group)
        {
            try
            {
                accepted.Add((asked, await StakeAsync(unit, markets, asked)));
            }
            catch (RefusedException refused)
            {
                asked.Answer.TrySetException(refused);
            }
        }

        await unit.CommitAsync(CancellationToken.None);
        foreach (var (asked, stake) in accepted)
            asked.Answer.TrySetResult(stake);
    }

    // Everything that can be refused is refused before the first row is written, so that the others in the group stand.
    private async Task<AcceptedStake> StakeAsync(IUnitOfWork unit, Dictionary<long, Market> markets, Asked asked)
    {
        var (request, caller) = (asked.Request, asked.Caller);
        if (!markets.TryGetValue(request.MarketId, out var market))
            markets[request.MarketId] = market = await MarketService.FindAsync(unit, request.MarketId, CancellationToken.None);
        EnsureStake(market, request, caller);
        var balance = await wallet.PrepareAsync(
            unit, caller, market.Currency, held => EnsureCredits(market, request, held), CancellationToken.None);

        var stake = new Stake
        {
            MarketId = market.Id,
            PersonId = caller.Id,
            Side = request.Side,
            Amount = request.Amount,
            PlacedAt = time.GetUtcNow(),
        };
        await unit.Markets.AddAsync(stake, CancellationToken.None);
        market.AddStake(stake.Side, stake.Amount);
        await unit.Ledger.PostAsync(
            LedgerTransaction.Move(
                $"stake/{stake.Id}", AccountAddress.Person(caller.Id, market.Currency), AccountAddress.Pool(market.Id, market.Currency),
                stake.Amount, stake.PlacedAt),
            CancellationToken.None);
        return new AcceptedStake(stake, market, balance - stake.Amount);
    }

    private void EnsureStake(Market market, StakeRequest request, Caller caller)
    {
        if (!market.CanStake(time.GetUtcNow()))
        {
            var state = market.State == MarketState.Open ? "closed" : market.State.ToString().ToLowerInvariant();
            throw new RefusedException(
                RefusalKind.Conflict, "market_not_open", $"Market {market.Id} no longer takes stakes: it is {state}.");
        }

        if (!MarketAccess.MayStake(caller, market.Facts))
        {
            throw new RefusedException(
                RefusalKind.Forbidden, "own_market", "Hosts can't stake on their own markets.");
        }

        if (request.Revision is { } seen && seen != market.Revision)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "market_changed",
                $"The question of market {market.Id} has just been edited. Read it again before you stake.");
        }
    }

    private static void EnsureCredits(Market market, StakeRequest request, long balance)
    {
        if (request.Amount > balance)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "insufficient_credits",
                $"You hold {balance} {(market.IsPractice ? "practice credits" : "credits")}, and the stake is "
                + $"{request.Amount}. Stake less.");
        }

        if (request.Amount > Pool.Max - market.Pool.Total)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "pool_full",
                $"Market {market.Id} holds {market.Pool.Total} credits; the limit is {Pool.Max}. Stake less.");
        }
    }

    private sealed record Asked(StakeRequest Request, Caller Caller)
    {
        public TaskCompletionSource<AcceptedStake> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
