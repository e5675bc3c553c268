using Microsoft.Extensions.Hosting;

namespace StreamBet.Core.People.Sessions;

/// <summary>Writes sessions in the background, so that no request waits for it.</summary>
internal sealed class SessionWriter(SessionKeeper sessions) : BackgroundService
{
    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await sessions.SweepAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var _ in sessions.Waking.ReadAllAsync(stoppingToken))
                await sessions.WriteAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server is stopping; each session that is not stored yet is when it is used again.
        }
    }
}
