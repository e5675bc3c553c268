using Microsoft.Extensions.Logging;
using StreamBet.Core.Analysis;
using StreamBet.Core.People;
using StreamBet.Core.Resolution;

namespace StreamBet.Core.Markets;

/// <summary>What a host asks for when opening a market.</summary>
/// <param name="Event">The question.</param>
/// <param name="Criterion">What decides it.</param>
/// <param name="ClosesIn">How long it takes stakes; 24 hours when null.</param>
/// <param name="ClipSha256">The clip that its host commits to, or null.</param>
public sealed record MarketProposal(string Event, Criterion Criterion, TimeSpan? ClosesIn, string? ClipSha256);

/// <summary>A stake that was accepted, and the market after it.</summary>
/// <param name="Stake">The stake.</param>
/// <param name="Market">The market with the stake in its pool.</param>
/// <param name="Balance">What its owner holds now, in the market's unit.</param>
public sealed record AcceptedStake(Stake Stake, Market Market, long Balance);

/// <summary>Opens markets, takes stakes, voids.</summary>
public sealed partial class MarketService(
    IUnitOfWorkFactory work,
    IVideoAnalyzer analyzer,
    Wallet wallet,
    MarketSettlement settlement,
    PracticeMarkets practice,
    TimeProvider time,
    ILogger<MarketService> logger)
{
    /// <summary>How many active markets one guest may host, so that nobody fills the page for everyone.</summary>
    public const int MostActiveOfGuest = 20;

    /// <summary>Opens a market; its opener is its host.</summary>
    /// <exception cref="RefusedException">A part of it is wrong (422), or a guest hosts too many already (429).</exception>
    public async Task<Market> OpenAsync(MarketProposal proposal, Caller host, CancellationToken cancellationToken)
    {
        proposal.Criterion.EnsureMarket(analyzer.Vocabulary);
        var market = Market.Open(
            host.Id, proposal.Event, InVocabularysWords(proposal.Criterion), proposal.ClosesIn ?? Market.LongestOpen,
            proposal.ClipSha256, isPractice: false, time.GetUtcNow());
        await using var unit = await work.BeginAsync(cancellationToken);
        await EnsureRoomAsync(unit, host, cancellationToken);
        await unit.People.IntroduceAsync(host, time.GetUtcNow(), cancellationToken);
        await unit.Markets.AddAsync(market, cancellationToken);
        await unit.CommitAsync(cancellationToken);
        LogOpened(market.Id, host.Id, market.Criterion.ToSentence());
        return market;
    }

    /// <summary>Stakes whole credits on one side.</summary>
    /// <exception cref="RefusedException">The amount is wrong (422), the market takes no stakes, it is the person's own, or
    /// they have too little (409).</exception>
    public async Task<AcceptedStake> StakeAsync(
        long marketId, Outcome side, long amount, Caller caller, CancellationToken cancellationToken)
    {
        if (amount < 1)
            throw new RefusedException(RefusalKind.Unprocessable, "amount", "A stake is a whole number of credits, 1 or more.");

        await using var unit = await work.BeginAsync(cancellationToken);
        var market = await FindAsync(unit, marketId, cancellationToken);
        EnsureStake(market, caller);
        await wallet.PrepareAsync(unit, caller, market.Unit, cancellationToken);
        var stake = new Stake
        {
            MarketId = marketId,
            PersonId = caller.Id,
            Side = side,
            Amount = amount,
            PlacedAt = time.GetUtcNow(),
        };
        unit.Markets.Add(stake);
        market.AddStake(side, amount);
        await PayInAsync(unit, market, stake, cancellationToken);
        var balance = await unit.Ledger.BalanceAsync(
            AccountAddress.Person(caller.Id, market.Unit), cancellationToken);
        await unit.CommitAsync(cancellationToken);
        return new AcceptedStake(stake, market, balance);
    }

    /// <summary>Ends a market without a decision; every stake goes back.</summary>
    /// <exception cref="RefusedException">There is no such market (404), it is not this person's to void (403), or it can be
    /// voided no more (409).</exception>
    public async Task<Market> VoidAsync(long marketId, string why, Caller caller, CancellationToken cancellationToken)
    {
        if (why.Trim().Length is 0 or > Market.LongestEvent)
            throw new RefusedException(RefusalKind.Unprocessable, "reason", "Say in up to 200 characters why.");
        await using var unit = await work.BeginAsync(cancellationToken);
        var market = await FindAsync(unit, marketId, cancellationToken);
        if (!market.CanVoid(caller))
            throw WhyNotVoid(market, caller);
        await settlement.VoidAsync(unit, market, caller.Id, $"Voided: {why.Trim()}", cancellationToken);
        await practice.ReplaceAsync(unit, market, cancellationToken);
        await unit.CommitAsync(cancellationToken);
        LogVoided(marketId, caller.Id);
        return market;
    }

    internal static async Task<Market> FindAsync(IUnitOfWork unit, long marketId, CancellationToken cancellationToken) =>
        await unit.Markets.FindAsync(marketId, cancellationToken)
            ?? throw new RefusedException(
                RefusalKind.NotFound, "market_not_found", $"There is no market {marketId}.");

    private static async Task EnsureRoomAsync(IUnitOfWork unit, Caller host, CancellationToken cancellationToken)
    {
        if (host.Role == Role.Guest
            && await unit.Markets.CountActiveOfAsync(host.Id, cancellationToken) >= MostActiveOfGuest)
        {
            throw new RefusedException(
                RefusalKind.TooMany, "too_many_open_markets",
                $"You host {MostActiveOfGuest} markets that have not ended. Void one, or wait until one is decided.");
        }
    }

    // One spelling of a label everywhere, whatever the host typed.
    private Criterion InVocabularysWords(Criterion criterion) =>
        criterion with { Labels = [.. criterion.Labels.Select(label => analyzer.Vocabulary.Find(label)!.Name).Distinct()] };

    private void EnsureStake(Market market, Caller caller)
    {
        if (!market.CanStake(time.GetUtcNow()))
        {
            throw new RefusedException(
                RefusalKind.Conflict, "market_not_open",
                $"Market {market.Id} takes no stakes any more: it is {market.State.ToString().ToLowerInvariant()}.");
        }

        if (market.HostId == caller.Id && !market.IsPractice)
        {
            throw new RefusedException(
                RefusalKind.Forbidden, "own_market", "Its host holds no stake in a market; others must be able to trust it.");
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

    private static RefusedException WhyNotVoid(Market market, Caller caller) => (market.IsActive, caller.Id == market.HostId) switch
    {
        (false, _) => new RefusedException(RefusalKind.Conflict, "market_ended", $"Market {market.Id} has ended already."),
        (true, true) => new RefusedException(
            RefusalKind.Conflict, "clip_is_here",
            "The bound clip has arrived, so its host can no longer void the market; the operator can."),
        _ => new RefusedException(
            RefusalKind.Forbidden, "not_host", "Only the market's host and the operator may void it."),
    };

    [LoggerMessage(200, LogLevel.Information, "Market {MarketId} opened by {PersonId}: {Criterion}.")]
    private partial void LogOpened(long marketId, string personId, string criterion);

    [LoggerMessage(201, LogLevel.Information, "Market {MarketId} voided by {PersonId}.")]
    private partial void LogVoided(long marketId, string personId);
}
