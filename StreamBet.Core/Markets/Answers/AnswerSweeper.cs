using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace StreamBet.Core.Markets.Answers;

/// <summary>Deletes expired answers, at the start and once an hour.</summary>
internal sealed partial class AnswerSweeper(AnswerKeeper answers, TimeProvider time, ILogger<AnswerSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
                await SweepAsync(stoppingToken);
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
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(249, LogLevel.Error, "Expired answers could not be deleted; it is tried again in an hour.")]
    private partial void LogFailed(Exception exception);
}
