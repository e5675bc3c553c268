using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Aws.Calls;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Aws.Storage;

/// <summary>Deletes copies of clips that could not be deleted when their job ended or that a crash left behind; runs at
/// startup and then every minute.</summary>
internal sealed partial class LeftoverSweeper(
    ClipCopies copies, IUnitOfWorkFactory work, TimeProvider time, ILogger<LeftoverSweeper> logger) : BackgroundService
{
    /// <summary>The time between two attempts.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private const int MaxAtOnce = 50;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await SweepAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server is stopping; the next start continues.
        }
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        try
        {
            IReadOnlyList<ClipCopy> left;
            await using (var unit = await work.ReadAsync(stopping))
                left = await unit.Copies.LeftoversAsync(MaxAtOnce, stopping);
            var deleted = 0;
            foreach (var copy in left)
            {
                var failure = await copies.DeleteAsync(copy, stopping);
                if (failure is null)
                    deleted++;
                else if (AwsFault.Of(failure) is null or { IsTransient: true })
                    break; // S3 is not responding; the others wait for the next attempt.
            }

            if (deleted > 0)
                LogSwept(deleted);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(402, LogLevel.Information, "Deleted {Count} leftover copies of clips.")]
    private partial void LogSwept(int count);

    [LoggerMessage(403, LogLevel.Error, "Could not look for leftover copies of clips; will try again.")]
    private partial void LogFailed(Exception exception);
}
