using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Core.Markets;

/// <summary>Closes and voids markets when they are due, and keeps the practice markets open.</summary>
public sealed partial class MarketClock(
    IUnitOfWorkFactory work,
    MarketSettlement settlement,
    PracticeMarkets practice,
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
                await TickAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server is stopping; markets that are due are moved at the next start.
        }
    }

    /// <summary>Moves the markets that are due, each in its own transaction.</summary>
    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Market> due;
        try
        {
            await using var reading = await work.ReadAsync(cancellationToken);
            due = await reading.Markets.DueAsync(time.GetUtcNow(), cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogTickFailed(exception);
            return;
        }

        foreach (var market in due)
        {
            try
            {
                await MoveAsync(market.Id, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // A market that can't be moved does not hold up the others; it is retried at the next tick.
                LogNotMoved(exception, market.Id);
            }
        }
    }

    private async Task MoveAsync(long marketId, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var market = await unit.Markets.FindAsync(marketId, cancellationToken);
        var now = time.GetUtcNow();
        if (market is null || !(market.IsClosingDue(now) || market.IsVoidDue(now)))
            return;
        if (market.IsClosingDue(now) && !market.IsPractice)
        {
            market.Close(now);
        }
        else
        {
            var why = market.IsPractice
                ? "No clip decided this practice market for 24 hours."
                : "No clip decided it within 24 hours of its lock.";
            await settlement.VoidAsync(unit, market, Caller.SystemId, why, cancellationToken);
            await practice.ReplaceAsync(unit, market, cancellationToken);
        }

        await unit.CommitAsync(cancellationToken);
        LogMoved(marketId, market.State);
    }

    [LoggerMessage(230, LogLevel.Information, "Market {MarketId} is {State}: its time came.")]
    private partial void LogMoved(long marketId, MarketState state);

    [LoggerMessage(231, LogLevel.Error, "Market {MarketId} could not be moved; it is tried again.")]
    private partial void LogNotMoved(Exception exception, long marketId);

    [LoggerMessage(232, LogLevel.Error, "The markets that are due could not be read; it is tried again.")]
    private partial void LogTickFailed(Exception exception);
}
