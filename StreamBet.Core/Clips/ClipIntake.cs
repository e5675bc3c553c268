using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.People;
using StreamBet.Core.Servers;

namespace StreamBet.Core.Clips;

/// <summary>The first half of a clip's processing: offer, upload, probe. If any step fails, the clip is removed and its
/// markets are released.</summary>
public sealed partial class ClipIntake(
    IUnitOfWorkFactory work,
    IClipStore store,
    IClipAnalyzer analyzer,
    ClipReadiness readiness,
    IBoundMarkets markets,
    RunningJobs running,
    WaitingJobs waiting,
    UploadSlots slots,
    AddressLimits limits,
    JobFeed feed,
    LivingServers servers,
    UploadGrace grace,
    IOptions<StreamBetOptions> options,
    TimeProvider time,
    ILogger<ClipIntake> logger) : IDisposable
{
    /// <summary>The most pictures of its uploader's own, without a market, that a clip is searched for: each takes time.</summary>
    public const int MaxTriedPictures = 3;

    // A probe is a child process; more at a time would only slow each down.
    private readonly SemaphoreSlim _probes = new(2);

    /// <summary>Accepts an offer: creates the job and locks its markets.</summary>
    /// <exception cref="RefusedException">The offer was refused.</exception>
    public async Task<AnalysisJob> OfferAsync(ClipOffer offer, Caller caller, CancellationToken cancellationToken)
    {
        offer.Ensure(options.Value.MaxUploadBytes);
        offer.Criterion?.EnsureMarket(analyzer.Vocabulary);
        await limits.CountAsync(LimitedAction.Offer, caller);
        await readiness.EnsureReadyAsync(cancellationToken);

        var jobId = Guid.CreateVersion7(time.GetUtcNow());
        await slots.TakeAsync(jobId, caller);
        ClipTrace.Begin(jobId);
        try
        {
            return await ClipTrace.RunAsync(time, jobId, ClipTrace.Offer, () => OfferAsync(jobId, offer, caller, cancellationToken));
        }
        catch
        {
            ClipTrace.End(jobId, JobState.Failed);
            slots.Free(jobId);
            throw;
        }
    }

    private async Task<AnalysisJob> OfferAsync(Guid jobId, ClipOffer offer, Caller caller, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        await ClipReadiness.EnsureRoomAsync(unit, caller, cancellationToken);
        var free = await markets.BindableAsync(unit, offer.MarketIdsIfFree, caller, cancellationToken);
        var job = AnalysisJob.Offer(
            jobId, caller.Id, offer.SafeName, [.. offer.MarketIds.Union(free)],
            offer.SharesFrames, time.GetUtcNow(), servers.Me);
        if (offer.ReadsText)
            job.ReadText();
        if (offer.Criterion is { } criterion)
            job.Ask(await PictureKeeper.WithPictureAsync(unit, criterion.InWordsOf(analyzer.Vocabulary), caller, cancellationToken));

        // So that a picture can be tried out on a clip that decides nothing.
        var tried = await unit.Pictures.LatestOfAsync(
            caller.Id, time.GetUtcNow() - ReferencePicture.MaxUnnamed, areNamed: false, MaxTriedPictures, cancellationToken);
        job.LookFor(tried.Select(picture => picture.Sha256));
        await unit.People.IntroduceAsync(caller, time.GetUtcNow(), cancellationToken);
        unit.Jobs.Add(job);
        await markets.BindAsync(unit, job, caller, cancellationToken);
        await unit.CommitAsync(cancellationToken);
        feed.Publish(new JobStatus(job.Id, job.State, 0, offer.Bytes, null));
        LogOffered(job.Id, caller.Id, string.Join(',', job.MarketIds));
        return job;
    }

    /// <summary>Receives the bytes of an accepted offer, checks them, and queues the clip for analysis.</summary>
    /// <param name="jobId">The job of the accepted offer.</param>
    /// <param name="body">The clip's bytes.</param>
    /// <param name="expectedBytes">The announced size, or null.</param>
    /// <param name="confirmEnd">Called after the last byte, before the clip is accepted; throws if what follows is
    /// invalid.</param>
    /// <param name="cancellationToken">The sender has disconnected. Ignored after the last byte.</param>
    /// <exception cref="RefusedException">The clip was refused; the job has failed or was cancelled.</exception>
    public async Task<AnalysisJob> ReceiveAsync(
        Guid jobId, Stream body, long? expectedBytes, Func<CancellationToken, Task> confirmEnd,
        CancellationToken cancellationToken)
    {
        var stopping = grace.IsOver;
        using var claim = running.TryClaim(jobId, JobState.Uploading, stopping)
            ?? throw new RefusedException(IntakeRefusals.UnderWay);
        // Not cancelled: whoever disconnects now would leave an upload behind that nobody gives up.
        await HoldAsync(jobId);
        ClipTrace.Begin(jobId);
        try
        {
            var received = await ClipTrace.RunAsync(
                time, jobId, ClipTrace.Upload, () => UploadAsync(jobId, body, expectedBytes, confirmEnd, cancellationToken, claim.Token));
            var video = await ClipTrace.RunAsync(time, jobId, ClipTrace.Probe, () => ProbeAsync(received.Clip, claim.Token));
            var accepted = await AcceptAsync(jobId, received, video, claim.Token);
            waiting.Tell();
            return accepted;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            var refusal = exception is OperationCanceledException && claim.IsCancelled
                ? IntakeRefusals.Cancelled
                : WhyRefused(exception, jobId);
            await GiveUpAsync(jobId, refusal, claim.IsCancelled);
            throw new RefusedException(refusal);
        }
        finally
        {
            slots.Free(jobId);
        }
    }

    /// <summary>Gives up an accepted offer if none of its bytes have arrived; otherwise does nothing.</summary>
    /// <param name="jobId">The job of the accepted offer.</param>
    /// <param name="why">The refusal to store as the job's error.</param>
    public async Task AbandonAsync(Guid jobId, Refusal why)
    {
        using var claim = running.TryClaim(jobId, JobState.Uploading, CancellationToken.None);
        if (claim is null)
            return;
        try
        {
            await HoldAsync(jobId);
            await GiveUpAsync(jobId, why, isCancelled: false);
        }
        catch (RefusedException)
        {
            // Its upload is over, or has begun on another server.
        }
        finally
        {
            slots.Free(jobId);
        }
    }

    /// <summary>Whether an accepted offer is still waiting for its first byte.</summary>
    public async Task<bool> IsAwaitedAsync(Guid jobId, CancellationToken cancellationToken)
    {
        await using var unit = await work.ReadAsync(cancellationToken);
        return await unit.Jobs.FindAsync(jobId, cancellationToken) is { State: JobState.Uploading, IsHeld: false };
    }

    /// <inheritdoc/>
    public void Dispose() => _probes.Dispose();

    // Only one upload per job, on whichever server: a second one would overwrite the clip that is being analysed.
    private async Task HoldAsync(Guid jobId)
    {
        await using var unit = await work.BeginAsync(CancellationToken.None);
        switch (await unit.Jobs.FindAsync(jobId, CancellationToken.None))
        {
            case { State: JobState.Uploading, IsHeld: false } job:
                job.Hold(servers.Me);
                await unit.CommitAsync(CancellationToken.None);
                break;
            case { State: JobState.Uploading }:
                throw new RefusedException(IntakeRefusals.UnderWay);
            default:
                throw new RefusedException(IntakeRefusals.Over);
        }
    }

    private Task<ReceivedClip> UploadAsync(
        Guid jobId, Stream body, long? expectedBytes, Func<CancellationToken, Task> confirmEnd,
        CancellationToken gone, CancellationToken stop)
    {
        var receiver = new ClipReceiver(store, time, options.Value.MaxUploadBytes);
        return receiver.ReceiveAsync(
            jobId, body, confirmEnd,
            bytes => feed.Publish(new JobStatus(jobId, JobState.Uploading, bytes, expectedBytes, null)),
            gone, stop);
    }

    private async Task<VideoMetadata> ProbeAsync(StoredClip clip, CancellationToken cancellationToken)
    {
        await _probes.WaitAsync(cancellationToken);
        try
        {
            return await analyzer.ProbeAsync(clip, cancellationToken);
        }
        finally
        {
            _probes.Release();
        }
    }

    private async Task<AnalysisJob> AcceptAsync(
        Guid jobId, ReceivedClip received, VideoMetadata video, CancellationToken cancellationToken)
    {
        await using var unit = await work.BeginAsync(cancellationToken);
        var job = await unit.Jobs.FindAsync(jobId, cancellationToken)
            ?? throw new InvalidOperationException($"Job {jobId} is gone.");
        if (job.State != JobState.Uploading || !job.IsHeldBy(servers.Me))
            throw new RefusedException(IntakeRefusals.Cancelled);
        job.Accept(received.Sha256, received.Bytes, video, time.GetUtcNow());
        await markets.AcceptClipAsync(unit, job, cancellationToken);
        job.QueueBehind(await unit.Jobs.WaitingOfAsync(job.OwnerId, cancellationToken));
        await unit.CommitAsync(CancellationToken.None);
        feed.Publish(new JobStatus(job.Id, job.State, received.Bytes, received.Bytes, null));
        LogAccepted(job.Id, received.Bytes, received.Sha256, video.Format, video.Codec, video.Duration.TotalSeconds);
        return job;
    }

    // Not cancelled when the sender disconnects: other people's markets depend on it.
    private async Task GiveUpAsync(Guid jobId, Refusal refusal, bool isCancelled)
    {
        await using (var reading = await work.ReadAsync(CancellationToken.None))
        {
            var known = await reading.Jobs.FindAsync(jobId, CancellationToken.None);
            if (known is { IsEnded: false } && (known.State != JobState.Uploading || !known.IsHeldBy(servers.Me)))
                return;
            await ClipTrace.RunAsync(time, jobId, ClipTrace.Clean, () => store.DeleteAsync(jobId, CancellationToken.None));

            // Cancelled during the upload: publish the end, so that no later status remains.
            if (known is not { IsEnded: false })
            {
                feed.Publish(new JobStatus(jobId, known?.State ?? JobState.Failed, 0, null, null));
                return;
            }
        }

        await using var unit = await work.BeginAsync(CancellationToken.None);
        var job = (await unit.Jobs.FindAsync(jobId, CancellationToken.None))!;
        if (isCancelled)
            job.Cancel(time.GetUtcNow());
        else
            job.Fail(refusal.Code, refusal.Sentence, refusal.IsPassing, time.GetUtcNow());
        await markets.ReleaseAsync(unit, job, job.OwnerId, $"The clip never arrived: {refusal.Sentence}", default);
        await unit.CommitAsync(CancellationToken.None);
        feed.Publish(new JobStatus(job.Id, job.State, 0, null, null));
        LogGivenUp(job.Id, refusal.Code);
    }

    private Refusal WhyRefused(Exception exception, Guid jobId)
    {
        switch (exception)
        {
            case RefusedException refused:
                return refused.Refusal;
            case ClipStorageException:
                LogNoRoom(exception, jobId);
                return IntakeRefusals.NoRoom;
            case OperationCanceledException or IOException:
                return IntakeRefusals.Incomplete;
            default:
                LogUploadFailed(exception, jobId);
                return IntakeRefusals.Failed(jobId);
        }
    }

    [LoggerMessage(100, LogLevel.Information, "Job {JobId} offered by {PersonId} for markets [{MarketIds}].")]
    private partial void LogOffered(Guid jobId, string personId, string marketIds);

    [LoggerMessage(101, LogLevel.Information,
        "Job {JobId} received {Bytes} bytes, SHA-256 {Sha256}: {Format}, {Codec}, {Seconds} s.")]
    private partial void LogAccepted(
        Guid jobId, long bytes, string sha256, string format, string codec, double seconds);

    [LoggerMessage(102, LogLevel.Information, "Job {JobId} given up during the upload: {Code}.")]
    private partial void LogGivenUp(Guid jobId, string code);

    [LoggerMessage(103, LogLevel.Error, "Job {JobId}: the clip could not be stored.")]
    private partial void LogNoRoom(Exception exception, Guid jobId);

    [LoggerMessage(104, LogLevel.Error, "Job {JobId}: the upload failed for an unforeseen reason.")]
    private partial void LogUploadFailed(Exception exception, Guid jobId);
}
