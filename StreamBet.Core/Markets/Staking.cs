using System.Diagnostics;
using System.Threading.Channels;
using StreamBet.Core.Access;
using StreamBet.Core.Kernel;
using StreamBet.Core.Ledger;
using StreamBet.Core.Markets.Answers;
using StreamBet.Core.People;
using StreamBet.Core.Rule;

namespace StreamBet.Core.Markets;

/// <summary>A request to stake.</summary>
/// <param name="MarketId">The market.</param>
/// <param name="Side">The side.</param>
/// <param name="Amount">Whole credits, 1 or more.</param>
/// <param name="Revision">The revision of the market that the person saw; null if not stated.</param>
public sealed record StakeRequest(long MarketId, Outcome Side, long Amount, int? Revision = null)
{
    /// <summary>Writes the answer that is kept with the stake; null if none is.</summary>
    public Func<AcceptedStake, KeptAnswer>? Keep { get; init; }
}

/// <summary>An accepted stake, and its market afterwards.</summary>
/// <param name="Stake">The stake.</param>
/// <param name="Market">The market; its pool includes this stake and those committed with it.</param>
/// <param name="Balance">The person's new balance, in the market's currency.</param>
public sealed record AcceptedStake(Stake Stake, Market Market, long Balance);

/// <summary>Takes stakes. Stakes that arrive while others are being written are committed together. Each is
/// acknowledged only when durable, but a group needs only one disk flush.</summary>
public sealed class Staking(IUnitOfWorkFactory work, Wallet wallet, AddressLimits limits, TimeProvider time)
{
    private const int MaxTogether = 512;
    private const int MaxWaiting = 4_096;

    // When it is full, callers wait for room, so memory stays bounded.
    private readonly Channel<Asked> _asked = Channel.CreateBounded<Asked>(MaxWaiting);
    private int _isServing;

    /// <summary>Stakes whole credits on one side.</summary>
    /// <exception cref="RefusedException">The amount is invalid (422), there is no such market (404), it is the
    /// person's own (403), it takes no stakes, its question has changed since they saw it, its pool would exceed the
    /// limit, their balance is too low (409), or their address has used up its grants or its stakes (429).</exception>
    public async Task<AcceptedStake> StakeAsync(
        StakeRequest request, Caller caller, CancellationToken cancellationToken)
    {
        using var span = Telemetry.StartWithin("stake");
        if (request.Amount < 1)
            throw new RefusedException(RefusalKind.Unprocessable, "amount", "A stake must be a whole number of credits, at least 1.");

        await limits.CountAsync(LimitedAction.Stake, caller);
        var asked = new Asked(request, caller);
        await _asked.Writer.WriteAsync(asked, cancellationToken);
        if (Interlocked.Exchange(ref _isServing, 1) == 0)
            _ = Task.Run(ServeAsync, CancellationToken.None);

        // Not cancelled from here on, so that nobody is left unsure whether they staked.
        return await asked.Answer.Task;
    }

    private async Task ServeAsync()
    {
        // A group is of many requests, so its writing belongs to none of their traces.
        Activity.Current = null;
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
            // Nothing of the group was committed. Retry one by one, so that only the stake that can't be written fails.
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

        // After the last of the group, because the answer has the pool of all of them.
        foreach (var (asked, stake) in accepted)
        {
            if (asked.Request.Keep is { } keep)
                await unit.KeepAsync(keep(stake), CancellationToken.None);
        }

        await unit.CommitAsync(CancellationToken.None);
        foreach (var (asked, stake) in accepted)
        {
            Metrics.Stakes.Add(1, Metrics.Label("currency", stake.Market.IsPractice ? "practice" : "credits"));
            asked.Answer.TrySetResult(stake);
        }
    }

    // Refuses before writing the first row, so that the other stakes in the group are unaffected.
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
        var isNewStaker = !await unit.Markets.HasStakeAsync(market.Id, caller.Id, CancellationToken.None);
        await unit.Markets.AddAsync(stake, CancellationToken.None);
        market.AddStake(stake.Side, stake.Amount, isNewStaker);
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
            var state = market.State switch
            {
                MarketState.Open => "closed",
                MarketState.Review => "in review",
                var other => other.ToString().ToLowerInvariant(),
            };
            throw new RefusedException(
                RefusalKind.Conflict, "market_not_open", $"Market {market.Id} no longer takes stakes: it is {state}.");
        }

        if (!MarketAccess.MayStake(caller, market.Facts))
        {
            throw new RefusedException(
                RefusalKind.Forbidden, "own_market", "Hosts and their moderators can't stake on their own markets.");
        }

        if (request.Revision is { } seen && seen != market.Revision)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "market_changed",
                $"The stake is for revision {seen} of market {market.Id}, whose question is at revision {market.Revision} now. Read it again before you stake.");
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
                $"With this stake, market {market.Id} would hold more than {Pool.Max} credits, which is the limit. Stake less.");
        }
    }

    private sealed record Asked(StakeRequest Request, Caller Caller)
    {
        public TaskCompletionSource<AcceptedStake> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
