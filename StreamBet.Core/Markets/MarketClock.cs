using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Kernel;
using StreamBet.Core.Markets.Reviews;
using StreamBet.Core.People;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Markets;

/// <summary>Closes and voids markets when they are due, and keeps the practice markets open. Of several servers, one does.</summary>
public sealed partial class MarketClock(
    IUnitOfWorkFactory work,
    MarketSettlement settlement,
    PracticeMarkets practice,
    LivingServers servers,
    TimeProvider time,
    ILogger<MarketClock> logger) : BackgroundService
{
    // Staking checks the closing time itself, so this need only be fast enough for display.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await practice.EnsureAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (servers.IsOnDuty)
                    await TickAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server is stopping; markets that are due are moved at the next start.
        }
    }

    /// <summary>Moves the markets that are due, each step in its own transaction and in the order in which they fell due: after
    /// a long stop, several steps of a market may have.</summary>
    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        bool hasMoved;
        do
        {
            hasMoved = false;
            foreach (var marketId in await ReadDueAsync(cancellationToken))
                hasMoved |= await TryMoveAsync(marketId, cancellationToken);
        }
        while (hasMoved);
    }

    private async Task<IReadOnlyList<long>> ReadDueAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var reading = await work.ReadAsync(cancellationToken);
            var now = time.GetUtcNow();
            var due = await reading.Markets.DueAsync(now, cancellationToken);
            return [.. due.Where(market => market.IsDue(now)).Select(market => market.Id)];
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogTickFailed(exception);
            return [];
        }
    }

    private async Task<bool> TryMoveAsync(long marketId, CancellationToken cancellationToken)
    {
        try
        {
            return await MoveAsync(marketId, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A market that can't be moved does not hold up the others; it is retried at the next tick.
            LogNotMoved(exception, marketId);
            return false;
        }
    }

    private async Task<bool> MoveAsync(long marketId, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var market = await unit.Markets.FindAsync(marketId, cancellationToken);
        var now = time.GetUtcNow();
        if (market?.IsDue(now) != true)
            return false;
        await MoveAsync(unit, market, now, cancellationToken);
        await unit.CommitAsync(cancellationToken);
        LogMoved(marketId, market.State);
        return true;
    }

    private async Task MoveAsync(IUnitOfWork unit, Market market, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (market.State == MarketState.Review)
        {
            await MoveReviewAsync(unit, market, now, cancellationToken);
        }
        else if (market.IsAwaitingPayout)
        {
            await settlement.EndAsync(
                unit, market, market.Verdict!.Outcome, DecidedBy.Clip, Caller.SystemId, "Nobody challenged its clip's verdict. Paid out.",
                cancellationToken);
        }
        else if (market is { State: MarketState.Open, IsPractice: false })
        {
            market.Close(now);
            await settlement.EndIfOneSidedAsync(unit, market, Caller.SystemId, cancellationToken);
        }
        else
        {
            var why = market.IsPractice
                ? "No clip decided this practice market for 24 hours."
                : "No clip decided it within 24 hours of its lock.";
            await settlement.EndAsync(unit, market, null, DecidedBy.Nobody, Caller.SystemId, why, cancellationToken);
            await practice.ReplaceAsync(unit, market, cancellationToken);
        }
    }

    private Task MoveReviewAsync(IUnitOfWork unit, Market market, DateTimeOffset now, CancellationToken cancellationToken)
    {
        switch (market.Review!)
        {
            case { Step: ReviewStep.Proposal }:
                market.GiveUpOnProposal(now);
                return Task.CompletedTask;
            case { Step: ReviewStep.Objections, Proposal: { } proposal }:
                return settlement.EndAsync(
                    unit, market, proposal.Outcome, DecidedBy.Host, Caller.SystemId, "Nobody objected to the proposal.", cancellationToken);
            case { Cause: ReviewCause.Challenge }:
                return settlement.EndAsync(
                    unit, market, market.Verdict!.Outcome, DecidedBy.Clip, Caller.SystemId,
                    "No operator heard the challenge within 24 hours, so its clip's verdict stands and bonds come back.", cancellationToken);
            default:
                return settlement.EndAsync(
                    unit, market, null, DecidedBy.Nobody, Caller.SystemId, "No operator decided it within 24 hours.", cancellationToken);
        }
    }

    [LoggerMessage(230, LogLevel.Information, "Market {MarketId} is {State}: its time came.")]
    private partial void LogMoved(long marketId, MarketState state);

    [LoggerMessage(231, LogLevel.Error, "Market {MarketId} could not be moved; it is tried again.")]
    private partial void LogNotMoved(Exception exception, long marketId);

    [LoggerMessage(232, LogLevel.Error, "The markets that are due could not be read; it is tried again.")]
    private partial void LogTickFailed(Exception exception);
}
