using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Markets.Answers;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Markets.Retention;

/// <summary>Deletes what is kept no longer, at the start and once an hour. Of several servers, one does.</summary>
internal sealed partial class RetentionSweeper(
    AnswerKeeper answers, KeptThings things, LivingServers servers, TimeProvider time, ILogger<RetentionSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
            {
                if (servers.IsOnDuty)
                    await SweepAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server is stopping; the next start sweeps.
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await answers.SweepAsync(cancellationToken);
            await things.SweepAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(249, LogLevel.Error, "What is kept no longer could not be deleted; it is tried again in an hour.")]
    private partial void LogFailed(Exception exception);
}
