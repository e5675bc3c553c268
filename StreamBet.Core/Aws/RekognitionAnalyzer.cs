using System.Globalization;
using Amazon.Rekognition;
using Amazon.Rekognition.Model;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Timeout;
using StreamBet.Core.Aws.Calls;
using StreamBet.Core.Aws.Labels;
using StreamBet.Core.Aws.Storage;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using VideoMetadata = StreamBet.Core.Findings.VideoMetadata;

namespace StreamBet.Core.Aws;

/// <summary>Finds labels with Amazon Rekognition Video. A job there costs money, so that its id is kept as soon as it is known,
/// and a restarted server asks for its answer rather than for another one.</summary>
internal sealed partial class RekognitionAnalyzer : IClipAnalyzer, IDisposable
{
    /// <summary>Raised whenever the same answer of Rekognition may become another analysis.</summary>
    private const string ReasoningVersion = "1";

    private const string Service = "Amazon Rekognition";

    private const string ModelName = "Amazon Rekognition label detection";

    // Nobody's job: asked for to see whether these credentials may ask.
    private const string NoJob = "streambet-health-check";

    // Containers round, and a last picture may be held a little longer than they say.
    private static readonly TimeSpan MaxOverrun = TimeSpan.FromSeconds(2);

    // Well within the day after which the bucket's own rule may delete an object.
    private static readonly TimeSpan MaxTrust = TimeSpan.FromHours(12);

    private readonly IClipProbe _probe;
    private readonly IClipConverter _converter;
    private readonly ClipPreparation _preparation;
    private readonly RekognitionJobs _jobs;
    private readonly IAmazonRekognition _rekognition;
    private readonly ILogger<RekognitionAnalyzer> _logger;
    private readonly TimeProvider _time;
    private readonly TimeSpan _deadline;
    private readonly SemaphoreSlim _slots;
    private readonly CachedCheck<IReadOnlyList<MissingPart>> _check;

    public RekognitionAnalyzer(
        IClipProbe probe, IClipConverter converter, ClipPreparation preparation, RekognitionJobs jobs,
        IAmazonRekognition rekognition, AwsOptions options, TimeProvider time, ILogger<RekognitionAnalyzer> logger)
    {
        (_probe, _converter, _preparation, _jobs, _rekognition) = (probe, converter, preparation, jobs, rekognition);
        (_logger, _time, _deadline) = (logger, time, options.Deadline);
        _slots = new SemaphoreSlim(options.Slots);
        _check = new CachedCheck<IReadOnlyList<MissingPart>>(CheckAsync, missing => missing.Count == 0, time);
    }

    /// <inheritdoc/>
    public string Name => AwsOptions.AnalyzerName;

    /// <inheritdoc/>
    public string ServiceName => Service;

    /// <inheritdoc/>
    public Vocabulary Vocabulary => RekognitionVocabulary.All;

    /// <summary>Rekognition does the work; those that find no slot there wait.</summary>
    public int Parallelism => 100;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MissingPart>> FindMissingPartsAsync(CancellationToken cancellationToken)
    {
        var answering = _check.GetAsync(cancellationToken);
        return
        [
            .. await _probe.FindMissingPartsAsync(cancellationToken),
            .. await _converter.FindMissingPartsAsync(cancellationToken),
            .. await answering,
        ];
    }

    /// <inheritdoc/>
    public Task<VideoMetadata> ProbeAsync(StoredClip clip, CancellationToken cancellationToken) =>
        _probe.ProbeAsync(clip.Path, cancellationToken);

    /// <inheritdoc/>
    public async Task<ClipAnalysis> AnalyzeAsync(
        AnalysisRequest request, IAnalysisObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            var copy = await _preparation.EnsureAsync(request, observer, cancellationToken);
            return await Policy.TimeoutAsync(_deadline, TimeoutStrategy.Optimistic)
                .ExecuteAsync(ct => DetectAsync(request, copy, observer, ct), cancellationToken);
        }
        catch (TimeoutRejectedException tooLong)
        {
            throw new AnalysisFailedException(
                "rekognition_too_slow",
                "Amazon Rekognition took longer with this clip than this server waits. Send it again later.", tooLong)
            {
                IsPassing = true,
            };
        }
        catch (Exception exception) when (
            !cancellationToken.IsCancellationRequested && AwsFault.Of(exception) is not null)
        {
            throw AwsFault.Of(exception)!.ToFailure(exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private async Task<ClipAnalysis> DetectAsync(
        AnalysisRequest request, ClipCopy copy, IAnalysisObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(request, copy, await RunAsync(request, copy, observer, cancellationToken), cancellationToken);
        }
        catch (AmazonRekognitionException gone) when (gone.ErrorCode == "InvalidS3ObjectException" && IsOld(copy))
        {
            // The bucket's own rule deletes what is a day old: the server was away for long.
            LogExpired(gone, request.JobId, copy.Key);
            copy = await _preparation.RenewAsync(request, observer, cancellationToken);
            var attempt = await observer.BeginAttemptAsync(cancellationToken);
            request = request with { Attempt = attempt, ProviderJobId = null };
            return await ReadAsync(request, copy, await RunAsync(request, copy, observer, cancellationToken), cancellationToken);
        }
    }

    private async Task<ClipAnalysis> ReadAsync(
        AnalysisRequest request, ClipCopy copy, (string JobId, GetLabelDetectionResponse Page) detection,
        CancellationToken cancellationToken)
    {
        var (jobId, page) = detection;
        if (page.JobStatus != VideoJobStatus.SUCCEEDED)
            throw Failed(page);

        var labels = new LabelCollector(request.Video.Duration);
        labels.Add(page.Labels);
        var (model, video, next) = (page.LabelModelVersion, page.VideoMetadata, page.NextToken);
        while (!string.IsNullOrEmpty(next))
        {
            page = await _jobs.ReadPageAsync(jobId, next, cancellationToken);
            labels.Add(page.Labels);
            next = page.NextToken;
        }

        if (labels.OutsideClip > 0)
            LogOutsideClip(request.JobId, labels.OutsideClip);
        return new ClipAnalysis(
            new AnalyzerIdentity(Name, ReasoningVersion, [new ModelIdentity(ModelName, model ?? "unknown")]),
            request.Video,
            CoverageOf(request.Video, video, labels) with { DamagedPictures = copy.DamagedPictures },
            labels.ToLabels())
        {
            AnalysedSha256 = copy.ConvertedSha256,
        };
    }

    // What Rekognition says of the clip's length is held against the probe's: a clip that it saw a part of was not examined
    // whole, and in one that goes on for longer than it says, what is seen after its end would count for nothing.
    private static Coverage CoverageOf(
        VideoMetadata clip, Amazon.Rekognition.Model.VideoMetadata? told, LabelCollector labels)
    {
        var seen = told?.DurationMillis is >= 0 and < int.MaxValue and var milliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : clip.Duration;
        var max = clip.Duration + MaxOverrun;
        if (seen > max || labels.Latest > max.TotalMilliseconds)
        {
            throw new AnalysisFailedException(
                AnalysisFailedException.ClipDamaged,
                "This clip goes on for longer than it says it does, so it could not be examined whole; export it again.");
        }

        var missing = clip.Duration - seen;
        return Coverage.OfService(labels.Moments) with { LargestGap = missing > TimeSpan.Zero ? missing : TimeSpan.Zero };
    }

    private bool IsOld(ClipCopy copy) => _time.GetUtcNow() - copy.CreatedAt > MaxTrust;

    // A job that was begun is asked for; one whose answer is not kept any more, after a week, is begun anew.
    private async Task<(string JobId, GetLabelDetectionResponse Page)> RunAsync(
        AnalysisRequest request, ClipCopy copy, IAnalysisObserver observer, CancellationToken cancellationToken)
    {
        var attempt = request.Attempt;
        if (request.ProviderJobId is { } known)
        {
            var hasSlot = _slots.Wait(0, CancellationToken.None);
            try
            {
                return (known, await WaitAsync(known, observer, cancellationToken));
            }
            catch (AmazonRekognitionException lost) when (lost.ErrorCode == "ResourceNotFoundException")
            {
                LogLost(lost, request.JobId, known);
                attempt = await observer.BeginAttemptAsync(cancellationToken);
            }
            finally
            {
                if (hasSlot)
                    _slots.Release();
            }
        }

        if (!_slots.Wait(0, CancellationToken.None))
        {
            ReportWaiting(observer);
            await _slots.WaitAsync(cancellationToken);
        }

        try
        {
            var jobId = await _jobs.StartAsync(
                copy, TokenOf(request.JobId, attempt), () => ReportWaiting(observer), cancellationToken);
            await observer.RememberProviderJobAsync(jobId, cancellationToken);
            LogStarted(request.JobId, jobId);
            return (jobId, await WaitAsync(jobId, observer, cancellationToken));
        }
        finally
        {
            _slots.Release();
        }
    }

    private Task<GetLabelDetectionResponse> WaitAsync(
        string jobId, IAnalysisObserver observer, CancellationToken cancellationToken) => _jobs.WaitAsync(
            jobId, polls => observer.Report(new AnalysisProgress(0, null, null, null, polls) { Service = Service }), cancellationToken);

    private static void ReportWaiting(IAnalysisObserver observer) =>
        observer.Report(new AnalysisProgress(0, null, null, null, 0)
        {
            Step = AnalysisStep.WaitingForSlot,
            Service = Service,
        });

    private static string TokenOf(Guid jobId, int attempt) =>
        string.Create(CultureInfo.InvariantCulture, $"{jobId:N}-{attempt}");

    private static AnalysisFailedException Failed(GetLabelDetectionResponse answer) => new(
        "rekognition_failed",
        string.IsNullOrWhiteSpace(answer.StatusMessage)
            ? "Amazon Rekognition could not analyse the clip and does not say why. Send it again, or export it anew."
            : $"Amazon Rekognition could not analyse the clip: {answer.StatusMessage.Trim().TrimEnd('.')}. Send it again, or "
                + "export it anew.")
    {
        IsPassing = true,
    };

    private async Task<IReadOnlyList<MissingPart>> CheckAsync(CancellationToken cancellationToken)
    {
        // While jobs are asked for, they tell; one more call would only wait in line behind theirs.
        if (_jobs.HasAnsweredWithin(CachedCheck<IReadOnlyList<MissingPart>>.WhileWell))
            return [];
        try
        {
            await _rekognition.GetLabelDetectionAsync(new GetLabelDetectionRequest { JobId = NoJob }, cancellationToken);
            return [];
        }
        catch (AmazonRekognitionException answer) when (
            answer.ErrorCode is "ResourceNotFoundException" or "InvalidParameterException")
        {
            return [];
        }
        catch (Exception exception) when (
            AwsFault.Of(exception) is not null || cancellationToken.IsCancellationRequested)
        {
            var fault = AwsFault.Of(exception) ?? AwsFault.Unavailable;
            LogNotUsable(exception);
            return fault == AwsFault.Busy ? [] : [new MissingPart(Service, fault.What, fault.Remedy)];
        }
    }

    [LoggerMessage(410, LogLevel.Information, "Job {JobId} is Rekognition's job {ProviderJobId}.")]
    private partial void LogStarted(Guid jobId, string providerJobId);

    [LoggerMessage(411, LogLevel.Warning, "Job {JobId}: Rekognition knows no job {ProviderJobId} any more; it is begun anew.")]
    private partial void LogLost(Exception exception, Guid jobId, string providerJobId);

    [LoggerMessage(413, LogLevel.Warning,
        "Job {JobId}: {Count} detections lie outside of the clip, by the length that the probe found, and are left out.")]
    private partial void LogOutsideClip(Guid jobId, int count);

    [LoggerMessage(414, LogLevel.Warning, "Job {JobId}: {Key} is gone from the bucket after a long time; it is sent again.")]
    private partial void LogExpired(Exception exception, Guid jobId, string key);

    [LoggerMessage(412, LogLevel.Warning, "Rekognition cannot be used at the moment.")]
    private partial void LogNotUsable(Exception exception);
}
