using Amazon.Rekognition;
using Amazon.Rekognition.Model;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Timeout;
using StreamBet.Core.Aws.Calls;
using StreamBet.Core.Aws.Detections;
using StreamBet.Core.Aws.Labels;
using StreamBet.Core.Aws.Storage;
using StreamBet.Core.Aws.Texts;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using VideoMetadata = StreamBet.Core.Findings.VideoMetadata;

namespace StreamBet.Core.Aws;

/// <summary>Finds labels with Amazon Rekognition Video and, if asked to, then reads the text with it.</summary>
internal sealed partial class RekognitionAnalyzer : IClipAnalyzer
{
    /// <summary>Increased whenever the same response from Rekognition may lead to a different analysis.</summary>
    private const string ReasoningVersion = "3";

    // Nothing was measured of the service: a clip that is too small for the embedded analyzer is so for it too.
    private static readonly SizeBounds Bounds = new(MinLongerSide: 320, MaxLength: null);

    private const string Service = DetectionRunner.Service;

    // Rekognition doesn't say how often it misses something, so a setting says what to assume of it. Its confidences are
    // taken as the chances that they claim to be.
    private const string AssumedCalibration = "assumed";
    private const double AssumedPrior = 0.5;

    private const string LabelModel = "Amazon Rekognition label detection";
    private const string TextModel = "Amazon Rekognition text detection";
    private const string TextReader = "Rekognition text detection";

    // A job that does not exist: asking for it shows whether the credentials are allowed to ask.
    private const string HealthCheckJobId = "streambet-health-check";

    // Containers round durations, and the last frame may be shown a little longer than they state.
    private static readonly TimeSpan MaxOverrun = TimeSpan.FromSeconds(2);

    // Safely below the day after which the bucket's lifecycle rule may delete an object.
    private static readonly TimeSpan MaxCopyAge = TimeSpan.FromHours(12);

    private readonly IClipProbe _probe;
    private readonly IClipConverter _converter;
    private readonly IFingerprinter _fingerprinter;
    private readonly ClipPreparation _preparation;
    private readonly DetectionRunner _runner;
    private readonly LabelDetections _labelDetections;
    private readonly TextDetections _textDetections;
    private readonly IAmazonRekognition _rekognition;
    private readonly ILogger<RekognitionAnalyzer> _logger;
    private readonly TimeProvider _time;
    private readonly TimeSpan _deadline;
    private readonly double _residue;
    private readonly CachedCheck<IReadOnlyList<MissingPart>> _check;

    public RekognitionAnalyzer(
        IClipProbe probe, IClipConverter converter, IFingerprinter fingerprinter, ClipPreparation preparation, DetectionRunner runner,
        LabelDetections labels, TextDetections texts, IAmazonRekognition rekognition, AwsOptions options, TimeProvider time,
        ILogger<RekognitionAnalyzer> logger)
    {
        (_probe, _converter, _fingerprinter, _preparation, _rekognition) = (probe, converter, fingerprinter, preparation, rekognition);
        (_runner, _labelDetections, _textDetections) = (runner, labels, texts);
        (_logger, _time, _deadline, _residue) = (logger, time, options.Deadline, options.Residue);
        Vocabulary = RekognitionVocabulary.With(_residue);
        _check = new CachedCheck<IReadOnlyList<MissingPart>>(CheckAsync, missing => missing.Count == 0, time);
    }

    /// <inheritdoc/>
    public string Name => AwsOptions.AnalyzerName;

    /// <inheritdoc/>
    public string ServiceName => Service;

    /// <inheritdoc/>
    public Vocabulary Vocabulary { get; }

    /// <summary>High, because Rekognition does the work; clips without a free slot there wait.</summary>
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
    public async Task<AnalyzedClip> AnalyzeAsync(
        AnalysisRequest request, IAnalysisObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            var copy = await _preparation.EnsureAsync(request, observer, cancellationToken);

            // This machine has nothing else to do for the clip while Rekognition looks at it.
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var fingerprint = _fingerprinter.TakeAsync(request.Clip, request.Video, stop.Token);
            try
            {
                var analysis = await Policy.TimeoutAsync(_deadline, TimeoutStrategy.Optimistic)
                    .ExecuteAsync(ct => DetectAsync(request, copy, observer, ct), cancellationToken);
                var taken = await fingerprint;
                return new AnalyzedClip(analysis with { Unclear = taken.Unclear }, taken);
            }
            finally
            {
                await stop.CancelAsync();
                await ((Task)fingerprint).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        catch (TimeoutRejectedException tooLong)
        {
            throw new AnalysisFailedException(
                "rekognition_too_slow",
                "Amazon Rekognition took too long to analyse this clip. Send it again later.", tooLong)
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

    private async Task<ClipAnalysis> DetectAsync(
        AnalysisRequest request, ClipCopy copy, IAnalysisObserver observer, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await DetectOnceAsync(request, copy, observer, cancellationToken);
            }
            catch (DetectionLostException lost)
            {
                LogLost(lost, request.JobId, lost.ProviderJobId);
            }
            catch (AmazonRekognitionException gone) when (gone.ErrorCode == "InvalidS3ObjectException" && IsOld(copy))
            {
                // The server was down for so long that the bucket's lifecycle rule deleted the object.
                LogExpired(gone, request.JobId, copy.Key);
                copy = await _preparation.RenewAsync(request, observer, cancellationToken);
            }

            // All detections are begun anew, so that the analysis is of one object.
            request = request with
            {
                Attempt = await observer.BeginAttemptAsync(cancellationToken),
                ProviderJobId = null,
            };
        }
    }

    // Text is read after the labels were found, so that a clip that fails costs no second detection and holds one slot.
    private async Task<ClipAnalysis> DetectOnceAsync(
        AnalysisRequest request, ClipCopy copy, IAnalysisObserver observer, CancellationToken cancellationToken)
    {
        var clip = new ClipDetections(request, copy, observer);
        var labels = new LabelCollector(request.Video.Duration);
        var found = await _runner.RunAsync(_labelDetections, clip, labels.Add, cancellationToken);
        LogOutsideClip(request.JobId, labels.Times);
        var outOfBounds = Bounds.Check(request.Video);
        var analysis = new ClipAnalysis(
            new AnalyzerIdentity(Name, ReasoningVersion, [ModelOf(LabelModel, found.ModelVersion)]),
            request.Video,
            CoverageOf(request.Video, found.Video, labels.Times.Latest, labels.Times.Moments) with
            {
                DamagedPictures = copy.DamagedPictures,
            },
            labels.ToLabels())
        {
            AnalysedSha256 = copy.ConvertedSha256,
            Calibration = new Calibration(AssumedCalibration, AssumedPrior, outOfBounds is null, outOfBounds),
            Residues = RekognitionVocabulary.All.Labels.ToDictionary(label => label.Name, _ => _residue),
        };
        return request.ReadsText ? await AddTextAsync(analysis, clip, cancellationToken) : analysis;
    }

    private async Task<ClipAnalysis> AddTextAsync(
        ClipAnalysis analysis, ClipDetections clip, CancellationToken cancellationToken)
    {
        var texts = new TextCollector(analysis.Video.Duration);
        var read = await _runner.RunAsync(_textDetections, clip, texts.Add, cancellationToken);
        LogOutsideClip(clip.JobId, texts.Times);

        // Pictures in which no text was read are not among its times, but they were examined as well: those that show no number
        // where one is asked for must count.
        var outOfBounds = Bounds.Check(analysis.Video) ?? (texts.IsCut ? "The clip may show more text than was read." : null);
        var moments = Math.Max(analysis.Coverage.Examined, texts.Times.Moments);
        return analysis with
        {
            Analyzer = analysis.Analyzer with
            {
                Models = [.. analysis.Analyzer.Models, ModelOf(TextModel, read.ModelVersion)],
            },
            Text = new TextFindings(
                texts.ToLines(),
                CoverageOf(analysis.Video, read.Video, texts.Times.Latest, moments) with
                {
                    DamagedPictures = analysis.Coverage.DamagedPictures,
                },
                [TextReader])
            {
                Residue = outOfBounds is null ? _residue : null,
                OutOfBounds = outOfBounds,
            },
        };
    }

    private static ModelIdentity ModelOf(string name, string? version) => new(name, version ?? "unknown");

    // Compares the duration that Rekognition reports with the probe's. If Rekognition saw less, the coverage is
    // incomplete. If it saw more, the clip is longer than its container states, and what comes after the stated end would
    // be lost.
    private static Coverage CoverageOf(
        VideoMetadata clip, Amazon.Rekognition.Model.VideoMetadata? told, long latest, int moments)
    {
        var seen = told?.DurationMillis is >= 0 and < int.MaxValue and var milliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : clip.Duration;
        var max = clip.Duration + MaxOverrun;
        if (seen > max || latest > max.TotalMilliseconds)
        {
            throw new AnalysisFailedException(
                AnalysisFailedException.ClipDamaged,
                "This clip is longer than its file states, so it could not be examined whole. Export it again.");
        }

        var missing = clip.Duration - seen;
        return Coverage.OfService(moments) with { LargestGap = missing > TimeSpan.Zero ? missing : TimeSpan.Zero };
    }

    private bool IsOld(ClipCopy copy) => _time.GetUtcNow() - copy.CreatedAt > MaxCopyAge;

    private async Task<IReadOnlyList<MissingPart>> CheckAsync(CancellationToken cancellationToken)
    {
        // Running jobs call Rekognition anyway and have just shown that it works; another call would only use up the
        // rate limit.
        if (_runner.HasAnsweredWithin(CachedCheck<IReadOnlyList<MissingPart>>.GoodFor))
            return [];
        try
        {
            await _rekognition.GetLabelDetectionAsync(
                new GetLabelDetectionRequest { JobId = HealthCheckJobId }, cancellationToken);
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

    private void LogOutsideClip(Guid jobId, DetectionTimes times)
    {
        if (times.OutsideClip > 0)
            LogOutsideClip(jobId, times.OutsideClip);
    }

    [LoggerMessage(411, LogLevel.Warning,
        "Job {JobId}: Rekognition no longer knows job {ProviderJobId}; starting a new one.")]
    private partial void LogLost(Exception exception, Guid jobId, string providerJobId);

    [LoggerMessage(413, LogLevel.Warning,
        "Job {JobId}: ignored {Count} detections outside the clip's duration as probed.")]
    private partial void LogOutsideClip(Guid jobId, int count);

    [LoggerMessage(414, LogLevel.Warning, "Job {JobId}: {Key} has expired in the bucket; uploading it again.")]
    private partial void LogExpired(Exception exception, Guid jobId, string key);

    [LoggerMessage(412, LogLevel.Warning, "Rekognition is not usable at the moment.")]
    private partial void LogNotUsable(Exception exception);
}
