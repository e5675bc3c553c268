using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Kernel;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Clips;

/// <summary>The second half of a clip's processing: analysis, decision, clean-up. Has as many places as the analyzer takes clips at a
/// time; whichever is free gets the first job of the queue that no living server has.</summary>
public sealed partial class AnalysisPipeline(
    IUnitOfWorkFactory work,
    IClipStore store,
    IClipAnalyzer analyzer,
    IBoundMarkets markets,
    IAskedVerdicts verdicts,
    RunningJobs running,
    WaitingJobs waiting,
    JobFeed feed,
    JobRecovery recovery,
    QueuedJobs queue,
    JobEnds ends,
    LivingServers servers,
    ServerNews news,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<AnalysisPipeline> logger) : BackgroundService
{
    private static readonly TimeSpan MaxDoubt = TimeSpan.FromSeconds(2);
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
            await RunAsync(jobId, stopping);
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

    private async Task RunAsync(Guid jobId, CancellationToken stopping)
    {
        using var claim = running.TryClaim(jobId, JobState.Analyzing, stopping);
        if (claim is null)
            return;
        ClipTrace.Begin(jobId);
        try
        {
            if (await StartAsync(jobId, claim.Token) is not { } job)
                return;
            var analysis = await ClipTrace.RunAsync(time, jobId, ClipTrace.Analyze, () => AnalyzeAsync(job, claim.Token));

            // From here on the analysis is final and markets are paid from it, so the job can't fail any more.
            await ends.SurelyAsync(jobId, () => FinishAsync(job, analysis, stopping), stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Leaves the job and its clip to another server, or to the next start.
        }
        catch (JobTakenException)
        {
            ends.LogTaken(jobId);
        }
        catch (Exception exception)
        {
            if (!await IsStoppingAsync(exception, stopping))
                await GiveUpAsync(jobId, exception, claim.IsCancelled, stopping);
        }
    }

    // A signal to the whole process group can end the decoder just before this process learns that it must stop.
    private async Task<bool> IsStoppingAsync(Exception exception, CancellationToken stopping)
    {
        if (exception is AnalysisFailedException { Code: AnalysisFailedException.Interrupted })
            await Task.Delay(MaxDoubt, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return stopping.IsCancellationRequested;
    }

    private async Task<AnalysisJob?> StartAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var job = await unit.Jobs.FindAsync(jobId, cancellationToken);
        if (job is not { State: JobState.Queued or JobState.Analyzing }
            || (job.IsHeld && await servers.LivesAsync(job.ServerId, cancellationToken)))
        {
            return null;
        }

        job.Hold(servers.Me);
        if (!job.CanStart)
        {
            await unit.CommitAsync(cancellationToken);
            throw new AnalysisFailedException(
                AnalysisFailedException.Interrupted,
                $"The analysis was started {job.Starts} times, and each time the server stopped before it finished.")
            {
                IsPassing = true,
            };
        }

        job.Start(time.GetUtcNow());
        await unit.CommitAsync(cancellationToken);
        feed.Publish(new JobStatus(job.Id, job.State, job.Bytes ?? 0, job.Bytes, null));
        waiting.Tell();
        return job;
    }

    private async Task<KeptAnalysis> AnalyzeAsync(AnalysisJob job, CancellationToken cancellationToken)
    {
        IReadOnlyList<WantedPicture> pictures;
        await using (var unit = await work.ReadAsync(cancellationToken))
        {
            if (await unit.Jobs.FindAnalysisAsync(job.Id, cancellationToken) is { } kept)
                return kept;
            pictures = await PictureKeeper.FindWantedAsync(unit, job.Pictures, cancellationToken);
        }

        var clip = store.Find(job.Id) ?? throw new AnalysisFailedException(
            "clip_lost", "The clip is no longer on the server. Send it again.")
        { IsPassing = true };
        var (analysis, fingerprint) = await analyzer.AnalyzeAsync(
            new AnalysisRequest(job.Id, job.Attempt, clip, job.Video!, job.ProviderJobId)
            {
                ReadsText = job.ReadsText,
                Pictures = pictures,
            },
            new AnalysisObserver(work, feed, servers.Me, job),
            cancellationToken);

        await using (var unit = await work.BeginAsync(cancellationToken))
        {
            await unit.FindHeldAsync(job.Id, servers.Me, cancellationToken);
            await unit.Fingerprints.AddAsync(job.Id, fingerprint, cancellationToken);
            var kept = await unit.Jobs.SaveAnalysisAsync(job.Id, analysis, cancellationToken);
            await unit.CommitAsync(cancellationToken);
            Metrics.Sightings.Add(analysis.Seen.Sum(label => label.Sightings.Count), Metrics.Label("analyzer", analysis.Analyzer.Name));
            return kept;
        }
    }

    private async Task GiveUpAsync(Guid jobId, Exception exception, bool isCancelled, CancellationToken stopping)
    {
        var (code, sentence, isPassing) = exception switch
        {
            AnalysisFailedException failed => (failed.Code, failed.Message, failed.IsPassing),
            RefusedException { Refusal: var refusal } => (refusal.Code, refusal.Sentence, refusal.IsPassing),
            _ => (
                "analysis_error", $"Something went wrong in the analysis. Quote job {jobId} to the operator.",
                true),
        };
        if (!isCancelled)
            LogFailed(exception, jobId, code);
        var why = isCancelled ? "The analysis was cancelled." : $"The analysis failed: {sentence}";
        await ends.SurelyAsync(
            jobId,
            async () =>
            {
                await ends.CleanAsync(jobId, stopping);
                await ends.EndAsync(
                    jobId,
                    async (unit, job) =>
                    {
                        if (isCancelled)
                            job.Cancel(time.GetUtcNow());
                        else
                            job.Fail(code, sentence, isPassing, time.GetUtcNow());
                        await markets.FailAsync(unit, job, why, stopping);
                    },
                    stopping);
            },
            stopping);
    }

    private async Task FinishAsync(AnalysisJob job, KeptAnalysis analysis, CancellationToken stopping)
    {
        await ClipTrace.RunAsync(time, job.Id, ClipTrace.Decide, async () =>
        {
            await markets.DecideAsync(job, analysis, stopping);
            await verdicts.MakeAsync(job, analysis, stopping);
        });
        await ends.CleanAsync(job.Id, stopping);
        await ends.EndAsync(
            job.Id,
            (_, done) =>
            {
                done.Complete(time.GetUtcNow());
                return Task.CompletedTask;
            },
            stopping);
        LogCompleted(job.Id, analysis.Content.Seen.Count, analysis.Content.Coverage.Examined);
    }

    [LoggerMessage(111, LogLevel.Information, "Job {JobId} completed: {Labels} labels in {Samples} samples.")]
    private partial void LogCompleted(Guid jobId, int labels, int samples);

    [LoggerMessage(112, LogLevel.Warning, "Job {JobId} failed: {Code}.")]
    private partial void LogFailed(Exception exception, Guid jobId, string code);

    [LoggerMessage(108, LogLevel.Error, "The queue of clips could not be processed; it is tried again in {Seconds} s.")]
    private partial void LogQueueFailed(Exception exception, double seconds);
}
