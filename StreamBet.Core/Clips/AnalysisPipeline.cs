using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Kernel;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Clips;

/// <summary>The second half of a clip's processing: analysis, decision, clean-up. Runs as many workers as the analyzer
/// takes clips at a time; each takes the first job of the queue that no living server has.</summary>
public sealed partial class AnalysisPipeline(
    IUnitOfWorkFactory work,
    IClipStore store,
    IClipAnalyzer analyzer,
    IFingerprinter fingerprinter,
    IBoundMarkets markets,
    IAskedVerdicts verdicts,
    RunningJobs running,
    WaitingJobs waiting,
    JobFeed feed,
    JobRecovery recovery,
    LivingServers servers,
    ServerNews news,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<AnalysisPipeline> logger) : BackgroundService
{
    private static readonly TimeSpan MaxDoubt = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    /// <summary>The pause before retrying to end a job; it doubles with each retry, up to a limit.</summary>
    internal static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, Task> _retries = new();
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
            .. Enumerable.Range(0, analyzer.Parallelism).Select(_ => WorkAsync(stopping.Token)),
            RepeatAsync(() => waiting.Change, PlaceAsync, stopping.Token),
            RepeatAsync(() => _toRecover.Reader.WaitToReadAsync(stopping.Token).AsTask(), RecoverAsync, stopping.Token),
        ]);
        await Task.WhenAll(_retries.Values);
        await HandOverAsync();
    }

    private void RecoverSoon() => _toRecover.Writer.TryWrite(true);

    private Task RecoverAsync(CancellationToken cancellationToken)
    {
        _toRecover.Reader.TryRead(out _);
        return recovery.RunAsync(cancellationToken);
    }

    private Task WorkAsync(CancellationToken stopping) => RepeatAsync(
        () => waiting.Change,
        async cancellationToken =>
        {
            while (await FindNextAsync(cancellationToken) is { } jobId)
                await RunAsync(jobId, cancellationToken);
        },
        stopping);

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
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                LogQueueFailed(fault, FirstPause.TotalSeconds);
                signal = Task.Delay(FirstPause, time, stopping);
            }
            catch (OperationCanceledException)
            {
                // The server is stopping.
                return;
            }

            await signal.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Guid?> FindNextAsync(CancellationToken cancellationToken)
    {
        foreach (var job in await ReadQueueAsync(cancellationToken))
        {
            // One that is this server's own and not running is being ended.
            if (job.HolderId != servers.Me && !running.IsClaimed(job.Id) && !await servers.LivesAsync(job.HolderId, cancellationToken))
                return job.Id;
        }

        return null;
    }

    private async Task PlaceAsync(CancellationToken cancellationToken) =>
        waiting.Place([.. (await ReadQueueAsync(cancellationToken)).Where(job => job.State == JobState.Queued).Select(job => job.Id)]);

    private async Task<IReadOnlyList<WaitingJob>> ReadQueueAsync(CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        return await unit.Jobs.WaitingAsync(cancellationToken);
    }

    // What this server leaves unfinished, another one takes at once.
    private async Task HandOverAsync()
    {
        try
        {
            await using var unit = await work.BeginAsync(CancellationToken.None);
            foreach (var waits in await unit.Jobs.WaitingAsync(CancellationToken.None))
            {
                if (waits.HolderId == servers.Me)
                    (await unit.Jobs.FindAsync(waits.Id, CancellationToken.None))!.Release();
            }

            await unit.CommitAsync(CancellationToken.None);
            waiting.Tell();
        }
        catch (Exception fault)
        {
            LogNotHandedOver(fault);
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
            await EndSurelyAsync(jobId, () => FinishAsync(job, analysis, stopping), stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Leaves the job and its clip to another server, or to the next start.
        }
        catch (JobTakenException)
        {
            LogTaken(jobId);
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
        fingerprint ??= await fingerprinter.TakeAsync(clip, job.Video!, cancellationToken);

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
        await EndSurelyAsync(
            jobId,
            async () =>
            {
                await CleanAsync(jobId, stopping);
                await EndAsync(
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
        await CleanAsync(job.Id, stopping);
        await EndAsync(
            job.Id,
            (_, done) =>
            {
                done.Complete(time.GetUtcNow());
                return Task.CompletedTask;
            },
            stopping);
        LogCompleted(job.Id, analysis.Content.Seen.Count, analysis.Content.Coverage.Examined);
    }

    // A server that was silent for too long must not delete the clip that another one has taken over.
    private async Task CleanAsync(Guid jobId, CancellationToken stopping)
    {
        await using (var unit = await work.ReadAsync(stopping))
            await unit.FindHeldAsync(jobId, servers.Me, stopping);
        await ClipTrace.RunAsync(time, jobId, ClipTrace.Clean, () => store.DeleteAsync(jobId, stopping));
    }

    // Ends a job despite failures: disk and database faults are usually temporary, and people's stakes depend on it.
    // Tries once here; retries run in the background, so that this worker can go on.
    private async Task EndSurelyAsync(Guid jobId, Func<Task> end, CancellationToken stopping)
    {
        if (!await TryEndAsync(jobId, end, FirstPause, stopping))
            _retries[jobId] = RetryAsync(jobId, end, stopping);
    }

    private async Task RetryAsync(Guid jobId, Func<Task> end, CancellationToken stopping)
    {
        var pause = FirstPause;
        do
        {
            await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < MaxPause ? pause * 2 : MaxPause;
        }
        while (!stopping.IsCancellationRequested && !await TryEndAsync(jobId, end, pause, stopping));
        _retries.TryRemove(jobId, out _);
    }

    private async Task<bool> TryEndAsync(Guid jobId, Func<Task> end, TimeSpan pause, CancellationToken stopping)
    {
        try
        {
            await end();
            return true;
        }
        catch (JobTakenException)
        {
            LogTaken(jobId);
            return true;
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            LogNotEnded(fault, jobId, pause.TotalSeconds);
            return false;
        }
        catch (OperationCanceledException)
        {
            // The server is stopping; another one, or the next start, ends the job.
            return true;
        }
    }

    private async Task EndAsync(
        Guid jobId, Func<IUnitOfWork, AnalysisJob, Task> end, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var job = await unit.FindHeldAsync(jobId, servers.Me, cancellationToken);
        await end(unit, job);
        await unit.CommitAsync(cancellationToken);
        feed.Publish(new JobStatus(job.Id, job.State, job.Bytes ?? 0, job.Bytes, null));
    }

    [LoggerMessage(111, LogLevel.Information, "Job {JobId} completed: {Labels} labels in {Samples} samples.")]
    private partial void LogCompleted(Guid jobId, int labels, int samples);

    [LoggerMessage(112, LogLevel.Warning, "Job {JobId} failed: {Code}.")]
    private partial void LogFailed(Exception exception, Guid jobId, string code);

    [LoggerMessage(113, LogLevel.Error, "Job {JobId} could not be ended; it is tried again in {Seconds} s.")]
    private partial void LogNotEnded(Exception exception, Guid jobId, double seconds);

    [LoggerMessage(107, LogLevel.Warning, "Job {JobId} has been taken over by another server, since this one was silent for too long.")]
    private partial void LogTaken(Guid jobId);

    [LoggerMessage(108, LogLevel.Error, "The queue of clips could not be read; it is tried again in {Seconds} s.")]
    private partial void LogQueueFailed(Exception exception, double seconds);

    [LoggerMessage(106, LogLevel.Error, "Jobs could not be handed over to another server; it takes them when this one is found gone.")]
    private partial void LogNotHandedOver(Exception exception);
}
