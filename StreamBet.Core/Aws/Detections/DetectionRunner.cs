using Amazon.Rekognition;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Aws.Calls;
using StreamBet.Core.Clips;

namespace StreamBet.Core.Aws.Detections;

/// <summary>Runs detections at Rekognition, no more at a time than the account has slots. A Rekognition job costs money, so its
/// id is stored as soon as it is known, and one that was started before is picked up instead of starting another.</summary>
internal sealed partial class DetectionRunner(RekognitionJobs jobs, AwsOptions options, ILogger<DetectionRunner> logger)
    : IDisposable
{
    /// <summary>The service's name for people.</summary>
    public const string Service = "Amazon Rekognition";

    private const string Remedy = "Send it again; if that fails too, export it as MP4 with H.264 and send that.";

    private readonly SemaphoreSlim _slots = new(options.Slots);

    /// <summary>Whether Rekognition has started a job or answered a status check within the given time.</summary>
    public bool HasAnsweredWithin(TimeSpan past) => jobs.HasAnsweredWithin(past);

    /// <summary>Starts a detection or picks it up, waits until it has ended, and reads every page of its result.</summary>
    /// <param name="detection">What to detect.</param>
    /// <param name="clip">In which clip.</param>
    /// <param name="found">Called with each page.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The first page, which says what holds for all of them.</returns>
    /// <exception cref="AnalysisFailedException">The detection failed.</exception>
    /// <exception cref="DetectionLostException">Rekognition no longer knows the detection that was to be picked up.</exception>
    public async Task<DetectionPage<TFound>> RunAsync<TFound>(
        IDetection<TFound> detection, ClipDetections clip, Action<IReadOnlyList<TFound?>?> found,
        CancellationToken cancellationToken)
    {
        var (jobId, first) = clip.IdOf(detection.Kind) is { } known
            ? (known, await PickUpAsync(detection, clip, known, cancellationToken))
            : await StartAsync(detection, clip, cancellationToken);
        if (first.Status != VideoJobStatus.SUCCEEDED)
            throw Failed(detection, first);

        var read = new HashSet<string>();
        var page = first;
        found(page.Found);
        while (!string.IsNullOrEmpty(page.NextToken))
        {
            if (!read.Add(page.NextToken))
                throw RepeatedPage();
            page = await jobs.ReadPageAsync(detection, jobId, page.NextToken, cancellationToken);
            found(page.Found);
        }

        return first;
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    // It holds a slot there already, whether one is free here or not.
    private async Task<DetectionPage<TFound>> PickUpAsync<TFound>(
        IDetection<TFound> detection, ClipDetections clip, string jobId, CancellationToken cancellationToken)
    {
        var hasSlot = _slots.Wait(0, CancellationToken.None);
        try
        {
            return await WaitAsync(detection, clip, jobId, cancellationToken);
        }
        catch (AmazonRekognitionException lost) when (lost.ErrorCode == "ResourceNotFoundException")
        {
            throw new DetectionLostException(jobId, lost);
        }
        finally
        {
            if (hasSlot)
                _slots.Release();
        }
    }

    private async Task<(string JobId, DetectionPage<TFound> First)> StartAsync<TFound>(
        IDetection<TFound> detection, ClipDetections clip, CancellationToken cancellationToken)
    {
        if (!_slots.Wait(0, CancellationToken.None))
        {
            clip.ReportWaiting();
            await _slots.WaitAsync(cancellationToken);
        }

        try
        {
            var jobId = await jobs.StartAsync(
                detection, clip.Copy, clip.TokenOf(detection.Kind), clip.ReportWaiting, cancellationToken);
            await clip.RememberAsync(detection.Kind, jobId, cancellationToken);
            LogStarted(clip.JobId, jobId, detection.Kind);
            return (jobId, await WaitAsync(detection, clip, jobId, cancellationToken));
        }
        finally
        {
            _slots.Release();
        }
    }

    private Task<DetectionPage<TFound>> WaitAsync<TFound>(
        IDetection<TFound> detection, ClipDetections clip, string jobId, CancellationToken cancellationToken) =>
        jobs.WaitAsync(detection, jobId, polls => clip.ReportPoll(detection.Kind, polls), cancellationToken);

    private static AnalysisFailedException RepeatedPage() => new(
        "rekognition_failed", $"{Service} repeated a page of its answer and never came to the end of it. {Remedy}")
    {
        IsPassing = true,
    };

    private static AnalysisFailedException Failed<TFound>(IDetection<TFound> detection, DetectionPage<TFound> page) => new(
        "rekognition_failed",
        string.IsNullOrWhiteSpace(page.StatusMessage)
            ? $"{Service} could not {detection.Work} and gave no reason. {Remedy}"
            : $"{Service} could not {detection.Work}: {page.StatusMessage.Trim().TrimEnd('.')}. {Remedy}")
    {
        IsPassing = true,
    };

    [LoggerMessage(410, LogLevel.Information, "Job {JobId} runs as Rekognition job {ProviderJobId} ({Kind}).")]
    private partial void LogStarted(Guid jobId, string providerJobId, DetectionKind kind);
}

/// <summary>Rekognition no longer knows a detection that was started before: it drops results after a week.</summary>
internal sealed class DetectionLostException(string providerJobId, Exception cause)
    : Exception($"Rekognition no longer knows job {providerJobId}.", cause)
{
    /// <summary>The id of the Rekognition job.</summary>
    public string ProviderJobId { get; } = providerJobId;
}
