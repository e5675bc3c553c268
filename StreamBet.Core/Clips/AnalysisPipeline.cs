using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Clips;

/// <summary>Takes clips out of the queue and into the second half of their way. Has as many places as the analyzer takes clips at a
/// time; whichever is free gets the first job of the queue that no living server has.</summary>
public sealed partial class AnalysisPipeline(
    IClipAnalyzer analyzer,
    AnalysisRunner runner,
    RunningJobs running,
    WaitingJobs waiting,
    JobRecovery recovery,
    QueuedJobs queue,
    JobEnds ends,
    LivingServers servers,
    ServerNews news,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<AnalysisPipeline> logger) : BackgroundService
{
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _places = new(analyzer.Parallelism);
    private readonly Channel<bool> _toRecover = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        servers.Gone += RecoverSoon;
        news.Missed += RecoverSoon;
        running.Released += waiting.Wake;

        // Before the first request is served, so that nobody sees what a stopped server has left.
        await recovery.RunAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // ApplicationStopping fires before this service is stopped, so analyses end at once instead of after the last
        // request.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            stoppingToken, lifetime.ApplicationStopping);
        await Task.WhenAll(
        [
            RepeatAsync(() => waiting.Change, FillPlacesAsync, stopping.Token),
            RepeatAsync(() => waiting.Change, queue.PlaceAsync, stopping.Token),
            RepeatAsync(() => _toRecover.Reader.WaitToReadAsync(stopping.Token).AsTask(), RecoverAsync, stopping.Token),
        ]);

        // Those under way have been told to stop.
        for (var place = 0; place < analyzer.Parallelism; place++)
            await _places.WaitAsync(CancellationToken.None);
        await ends.TriedAsync();
        await queue.HandOverAsync();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _places.Dispose();
        base.Dispose();
    }

    private void RecoverSoon() => _toRecover.Writer.TryWrite(true);

    private Task RecoverAsync(CancellationToken cancellationToken)
    {
        _toRecover.Reader.TryRead(out _);
        return recovery.RunAsync(cancellationToken);
    }

    // One looks for all places: each of a service's hundred would ask the database, all at the same time and for the same job.
    private async Task FillPlacesAsync(CancellationToken stopping)
    {
        while (true)
        {
            await _places.WaitAsync(stopping);
            Guid? next = null;
            try
            {
                next = await queue.FindNextAsync(stopping);
            }
            finally
            {
                if (next is null)
                    _places.Release();
            }

            if (next is not { } jobId)
                return;
            _ = TakePlaceAsync(jobId, stopping);
        }
    }

    private async Task TakePlaceAsync(Guid jobId, CancellationToken stopping)
    {
        try
        {
            await runner.RunAsync(jobId, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server is stopping.
        }
        catch (Exception fault)
        {
            LogQueueFailed(fault, PauseAfterFault.TotalSeconds);
            await Task.Delay(PauseAfterFault, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            waiting.Wake();
        }
        finally
        {
            _places.Release();
        }
    }

    // Does something now and after each signal; again a while later when it failed.
    private async Task RepeatAsync(Func<Task> takeSignal, Func<CancellationToken, Task> act, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            // Taken before the act, so that none is missed.
            var signal = takeSignal();
            try
            {
                await act(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                LogQueueFailed(fault, PauseAfterFault.TotalSeconds);
                signal = Task.Delay(PauseAfterFault, time, stopping);
            }

            await signal.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(108, LogLevel.Error, "The queue of clips could not be processed; it is tried again in {Seconds} s.")]
    private partial void LogQueueFailed(Exception exception, double seconds);
}
