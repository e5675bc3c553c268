using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace StreamBet.Core.Markets.Accounts;

/// <summary>Looks after closed accounts once an hour.</summary>
internal sealed partial class ClosedAccounts(AccountClosing closing, TimeProvider time, ILogger<ClosedAccounts> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

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
            // The server is stopping; an hour after the next start it goes on.
        }
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        try
        {
            await closing.FollowUpAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogFailed(fault);
        }
    }

    [LoggerMessage(247, LogLevel.Error, "Closed accounts could not be looked after; it is tried again in an hour.")]
    private partial void LogFailed(Exception exception);
}
