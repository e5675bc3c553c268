using Microsoft.ML.OnnxRuntime;
using StreamBet.Core.Clips;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Media;
using StreamBet.Core.Vision.Certainty;
using StreamBet.Core.Vision.Labels;
using StreamBet.Core.Vision.Packs;
using StreamBet.Core.Vision.Pictures;
using StreamBet.Core.Vision.Text;

namespace StreamBet.Core.Vision;

/// <summary>Finds labels in this process: three object detectors, and the operator's packs, examine two samples a second. If
/// asked to, two readers then read the text in as many samples, and reference pictures are looked for in as many. Nothing leaves the machine.</summary>
/// <param name="probe">Reads a clip's properties.</param>
/// <param name="frames">Decodes clips into samples.</param>
/// <param name="models">The models, which other analyzers may share.</param>
/// <param name="readers">Starts second readers of text.</param>
/// <param name="pictures">Decodes reference pictures.</param>
/// <param name="packs">The operator's detectors; null if there are none.</param>
internal sealed class EmbeddedAnalyzer(
    IClipProbe probe, IFrameSource frames, ModelLoader models, SecondReaders readers, IPictureReader pictures, DetectorPacks? packs = null)
    : IClipAnalyzer
{
    /// <summary>Its name in settings, analyses and receipts.</summary>
    internal const string ProviderName = "embedded";

    /// <summary>Increase when the same clip may give a different result.</summary>
    private const string ReasoningVersion = "2";

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public string? ServiceName => null;

    /// <inheritdoc/>
    public Vocabulary Vocabulary => packs is null ? OwnVocabulary : packs.Extend(OwnVocabulary);

    private Vocabulary OwnVocabulary => readers.FindMissing() is null ? VisionVocabulary.WithText : VisionVocabulary.All;

    /// <summary>Half the number of cores, since each analysis keeps two busy.</summary>
    public int Parallelism => Math.Max(1, Environment.ProcessorCount / 2);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MissingPart>> FindMissingPartsAsync(CancellationToken cancellationToken)
    {
        var missing = Task.Run(models.FindMissing, cancellationToken);
        return [.. await probe.FindMissingPartsAsync(cancellationToken), .. await missing];
    }

    /// <inheritdoc/>
    public IReadOnlyList<MissingPart> FindAdvice() => readers.FindMissing() is { } part ? [part] : [];

    /// <inheritdoc/>
    public Task<VideoMetadata> ProbeAsync(StoredClip clip, CancellationToken cancellationToken) =>
        probe.ProbeAsync(clip.Path, cancellationToken);

    /// <inheritdoc/>
    public async Task<AnalyzedClip> AnalyzeAsync(
        AnalysisRequest request, IAnalysisObserver observer, CancellationToken cancellationToken)
    {
        var loaded = await models.LoadAsync().WaitAsync(cancellationToken);
        try
        {
            var byPacks = packs?.Begin(request.Video, VisionVocabulary.All, SamplePlan.SamplesPerSecond);
            var examination = await new ClipExamination(loaded, request.Video, observer, byPacks)
                .RunAsync(frames, request.Clip.Path, cancellationToken);
            var analysis = ToAnalysis(examination, request.Video, loaded, CalibrationTable.Shipped);
            analysis = byPacks?.AddTo(analysis) ?? analysis;
            if (request.ReadsText)
                analysis = await AddTextAsync(analysis, request, observer, cancellationToken);
            if (request.Pictures.Count > 0)
                analysis = await AddPicturesAsync(analysis, request, observer, cancellationToken);
            return new AnalyzedClip(analysis, examination.Fingerprint);
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

    private async Task<ClipAnalysis> AddTextAsync(
        ClipAnalysis analysis, AnalysisRequest request, IAnalysisObserver observer, CancellationToken cancellationToken)
    {
        var loaded = await models.LoadTextAsync().WaitAsync(cancellationToken);
        var (text, readBy) = await new TextExamination(loaded, readers, request.Video, observer)
            .RunAsync(frames, request.Clip.Path, cancellationToken);
        return analysis with
        {
            Analyzer = analysis.Analyzer with { Models = [.. analysis.Analyzer.Models, .. readBy] },
            Text = text,
        };
    }

    private async Task<ClipAnalysis> AddPicturesAsync(
        ClipAnalysis analysis, AnalysisRequest request, IAnalysisObserver observer, CancellationToken cancellationToken)
    {
        var sought = new List<SoughtPicture>();
        foreach (var (sha256, png) in request.Pictures)
        {
            var picture = GreySamples.OfPicture(await ReadAsync(png, cancellationToken));
            sought.Add(new SoughtPicture(sha256, new PictureTemplate(picture), PictureCheck.IsSurelyOpaque(picture)));
        }

        return analysis with
        {
            Pictures = await new PictureExamination(sought, request.Video, observer).RunAsync(frames, request.Clip.Path, cancellationToken),
        };
    }

    // It was decoded before, so it is not the clip that is at fault.
    private async Task<DecodedPicture> ReadAsync(byte[] png, CancellationToken cancellationToken)
    {
        try
        {
            return await pictures.ReadAsync(png, cancellationToken);
        }
        catch (RefusedException fault)
        {
            throw new AnalysisFailedException("picture_not_decoded", "The picture that the clip is searched for could not be decoded; try again.", fault)
            {
                IsPassing = true,
            };
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
}
