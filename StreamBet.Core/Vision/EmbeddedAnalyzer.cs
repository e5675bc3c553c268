using Microsoft.ML.OnnxRuntime;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Core.Vision.Certainty;
using StreamBet.Core.Vision.Labels;

namespace StreamBet.Core.Vision;

/// <summary>Finds labels in this process, on the processor: three object detectors look at two pictures a second.
/// Nothing leaves the machine.</summary>
/// <param name="probe">Reads what a clip is.</param>
/// <param name="frames">Turns a clip into pictures.</param>
/// <param name="modelDirectory">Where the models' npm package is installed: the directory that holds
/// <c>node_modules</c>.</param>
internal sealed class EmbeddedAnalyzer(IClipProbe probe, IFrameSource frames, string modelDirectory)
    : IClipAnalyzer, IDisposable
{
    /// <summary>Its name in settings, analyses and receipts.</summary>
    internal const string ProviderName = "embedded";

    /// <summary>Raised whenever the same clip may get another answer.</summary>
    private const string ReasoningVersion = "2";

    private readonly ModelFiles _files = new(modelDirectory);
    private readonly Lock _gate = new();
    private Task<VisionModels>? _models;

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public string? ServiceName => null;

    /// <inheritdoc/>
    public Vocabulary Vocabulary => VisionVocabulary.All;

    /// <summary>Half the cores: each analysis keeps two busy.</summary>
    public int Parallelism => Math.Max(1, Environment.ProcessorCount / 2);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MissingPart>> FindMissingPartsAsync(CancellationToken cancellationToken)
    {
        var models = Task.Run(_files.FindMissing, cancellationToken);
        return [.. await probe.FindMissingPartsAsync(cancellationToken), .. await models];
    }

    /// <inheritdoc/>
    public Task<VideoMetadata> ProbeAsync(StoredClip clip, CancellationToken cancellationToken) =>
        probe.ProbeAsync(clip.Path, cancellationToken);

    /// <inheritdoc/>
    public async Task<ClipAnalysis> AnalyzeAsync(
        AnalysisRequest request, IAnalysisObserver observer, CancellationToken cancellationToken)
    {
        var models = await LoadModelsAsync().WaitAsync(cancellationToken);
        try
        {
            var examination = await new ClipExamination(models, request.Video, observer)
                .RunAsync(frames, request.Clip.Path, cancellationToken);
            return ToAnalysis(examination, request.Video, models, CalibrationTable.Shipped);
        }
        catch (OnnxRuntimeException fault)
        {
            throw new AnalysisFailedException(
                "model_failed", "The vision models could not examine this clip to its end; try again.", fault)
            {
                IsPassing = true,
            };
        }
    }

    /// <summary>Loads the models ahead of the first clip, so that it need not wait for them.</summary>
    /// <exception cref="AnalysisFailedException">A file is missing or damaged.</exception>
    public Task WarmUpAsync(CancellationToken cancellationToken) => LoadModelsAsync().WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_models is { IsCompletedSuccessfully: true })
                _models.Result.Dispose();
            _models = null;
        }
    }

    private ClipAnalysis ToAnalysis(
        Examination examination, VideoMetadata video, VisionModels models, CalibrationTable calibration) => new(
            new AnalyzerIdentity(Name, ReasoningVersion, models.Identities),
            video,
            examination.Coverage,
            new LabelMaker(calibration, SamplePlan.SamplesPerSecond).Make(examination.Signs))
        {
            Calibration = new Calibration(
                calibration.Id, calibration.Prior, examination.OutOfBounds is null, examination.OutOfBounds),
            Residues = VisionVocabulary.Residues,
        };

    /// <summary>Loads the models, and again if that failed: what was missing may be there now.</summary>
    private Task<VisionModels> LoadModelsAsync()
    {
        lock (_gate)
        {
            if (_models is null or { IsFaulted: true })
                _models = Task.Run(() => VisionModels.Load(_files));
            return _models;
        }
    }
}
