using Microsoft.Extensions.Logging;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Kernel;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Clips;

/// <summary>The second half of a clip's way: analysis, decision, clean-up.</summary>
public sealed partial class AnalysisRunner(
    IUnitOfWorkFactory work,
    IClipStore store,
    IClipAnalyzer analyzer,
    IBoundMarkets markets,
    IAskedVerdicts verdicts,
    RunningJobs running,
    WaitingJobs waiting,
    JobFeed feed,
    JobEnds ends,
    LivingServers servers,
    TimeProvider time,
    ILogger<AnalysisRunner> logger)
{
    private static readonly TimeSpan MaxDoubt = TimeSpan.FromSeconds(2);

    /// <summary>Does all of it, unless the job is under way here or on another server, or has ended. What fails ends the job; when
    /// the server stops, the job and its clip are left to another one, or to the next start.</summary>
    public async Task RunAsync(Guid jobId, CancellationToken stopping)
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
            // Goes on elsewhere.
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
            await unit.Fingerprints.AddAsync(job.Id, fingerprint.Kept, cancellationToken);
            var kept = await unit.Jobs.SaveAnalysisAsync(job.Id, analysis, cancellationToken);
            await unit.CommitAsync(cancellationToken);
            Metrics.Sightings.Add(analysis.Seen.Sum(label => label.Sightings.Count), Metrics.Label("analyzer", analysis.Analyzer.Name));
            return kept with { Fine = fingerprint.Fine };
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
}
