using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;

namespace StreamBet.Core.Clips;

/// <summary>The second half of a clip's processing: analysis, decision, clean-up. Runs as many workers as the analyzer
/// takes clips at a time; jobs left by a stopped server go first.</summary>
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
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<AnalysisPipeline> logger) : BackgroundService
{
    private static readonly TimeSpan MaxDoubt = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    /// <summary>The pause before retrying to end a job; it doubles with each retry, up to a limit.</summary>
    internal static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, Task> _retries = new();

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first request is served; otherwise a new upload would look like one that was cut off.
        await RecoverAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // ApplicationStopping fires before this service is stopped, so analyses end at once instead of after the last
        // request.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            stoppingToken, lifetime.ApplicationStopping);
        await Task.WhenAll(Enumerable.Range(0, analyzer.Parallelism).Select(_ => WorkAsync(stopping.Token)));
        await Task.WhenAll(_retries.Values);
    }

    // A new process has no uploads in progress, so jobs in that state were cut off. Jobs whose clips had arrived
    // continue.
    private async Task RecoverAsync(CancellationToken stopping)
    {
        IReadOnlyList<AnalysisJob> unfinished;
        await using (var unit = await work.ReadAsync(stopping))
            unfinished = await unit.Jobs.UnfinishedAsync(stopping);

        foreach (var job in unfinished.Where(job => job.State == JobState.Uploading))
        {
            await EndAsync(
                job.Id,
                async (unit, cut) =>
                {
                    cut.Fail(
                        "upload_incomplete", "The server was stopped during the upload. Send the clip again.",
                        isPassing: true, time.GetUtcNow());
                    await markets.ReleaseAsync(
                        unit, cut, Caller.SystemId, "The clip never arrived: the server was stopped.", stopping);
                },
                stopping);
        }

        var here = unfinished.Where(job => job.State != JobState.Uploading).ToList();
        var swept = await store.SweepAsync(here.Select(job => job.Id).ToHashSet(), stopping);
        if (unfinished.Count > 0 || swept > 0)
            LogRecovered(here.Count, unfinished.Count - here.Count, swept);
        foreach (var job in here)
        {
            feed.Publish(new JobStatus(job.Id, job.State, job.Bytes ?? 0, job.Bytes, null));
            waiting.Enqueue(job);
        }
    }

    private async Task WorkAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (var ticket in waiting.ReadAllAsync(stopping))
                await RunAsync(ticket.JobId, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server is stopping; unfinished jobs are resumed at the next start.
        }
    }

    private async Task RunAsync(Guid jobId, CancellationToken stopping)
    {
        using var claim = await running.ClaimAsync(jobId, JobState.Analyzing, stopping);
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
            // Leaves the job and its clip for the next start.
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
        if (job is null or { IsEnded: true })
            return null;
        if (!job.CanStart)
        {
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
            new AnalysisObserver(work, feed, job),
            cancellationToken);
        fingerprint ??= await fingerprinter.TakeAsync(clip, job.Video!, cancellationToken);

        await using (var unit = await work.BeginAsync(cancellationToken))
        {
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
                await ClipTrace.RunAsync(time, jobId, ClipTrace.Clean, () => store.DeleteAsync(jobId, stopping));
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
        await ClipTrace.RunAsync(time, job.Id, ClipTrace.Clean, () => store.DeleteAsync(job.Id, stopping));
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
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            LogNotEnded(fault, jobId, pause.TotalSeconds);
            return false;
        }
        catch (OperationCanceledException)
        {
            // The server is stopping; the next start resumes the job.
            return true;
        }
    }

    private async Task EndAsync(
        Guid jobId, Func<IUnitOfWork, AnalysisJob, Task> end, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        if (await unit.Jobs.FindAsync(jobId, cancellationToken) is not { IsEnded: false } job)
            return;
        await end(unit, job);
        await unit.CommitAsync(cancellationToken);
        feed.Publish(new JobStatus(job.Id, job.State, job.Bytes ?? 0, job.Bytes, null));
    }

    [LoggerMessage(110, LogLevel.Information,
        "Start: {Waiting} analyses taken up again, {Cut} cut uploads ended, {Swept} leftover clips removed.")]
    private partial void LogRecovered(int waiting, int cut, int swept);

    [LoggerMessage(111, LogLevel.Information, "Job {JobId} completed: {Labels} labels in {Samples} samples.")]
    private partial void LogCompleted(Guid jobId, int labels, int samples);

    [LoggerMessage(112, LogLevel.Warning, "Job {JobId} failed: {Code}.")]
    private partial void LogFailed(Exception exception, Guid jobId, string code);

    [LoggerMessage(113, LogLevel.Error, "Job {JobId} could not be ended; it is tried again in {Seconds} s.")]
    private partial void LogNotEnded(Exception exception, Guid jobId, double seconds);
}
