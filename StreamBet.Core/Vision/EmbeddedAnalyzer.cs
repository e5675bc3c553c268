using Microsoft.ML.OnnxRuntime;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Core.Vision.Labels;

namespace StreamBet.Core.Vision;

/// <summary>Finds labels in this process, on the processor: two object detectors look at two pictures a second. Nothing
/// leaves the machine.</summary>
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
    private const string ReasoningVersion = "1";

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
            var (labels, coverage) = await new ClipExamination(models, request.Video, observer)
                .RunAsync(frames, request.Clip.Path, cancellationToken);
            var identity = new AnalyzerIdentity(Name, ReasoningVersion, models.Identities);
            return new ClipAnalysis(identity, request.Video, coverage, labels);
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

    /// <summary>Loads the models at the first analysis, and again if that failed: what was missing may be there
    /// now.</summary>
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
