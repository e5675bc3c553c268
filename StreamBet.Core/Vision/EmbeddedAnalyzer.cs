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
/// asked to, two readers read the text in the same samples, and reference pictures are then looked for in as many. Nothing leaves the machine.</summary>
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
    private const string ReasoningVersion = "3";

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
            var things = new ClipExamination(loaded, request.Video, request.ReadsText ? null : observer, byPacks);
            var text = request.ReadsText ? await ReadTextAsync(things, request, observer, cancellationToken) : null;
            var examination = text is null ? await things.RunAsync(frames, request.Clip.Path, cancellationToken) : things.ToResult();
            var analysis = ToAnalysis(examination, request.Video, loaded, CalibrationTable.Shipped);
            analysis = byPacks?.AddTo(analysis) ?? analysis;
            if (text is not null)
                analysis = AddText(analysis, text);
            if (request.Pictures.Count > 0)
                analysis = await AddPicturesAsync(analysis, request, observer, cancellationToken);
            return new AnalyzedClip(analysis with { Unclear = examination.Fingerprint.Unclear }, examination.Fingerprint);
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

    private async Task<TextExaminationResult> ReadTextAsync(
        ClipExamination things, AnalysisRequest request, IAnalysisObserver observer, CancellationToken cancellationToken)
    {
        var loaded = await models.LoadTextAsync().WaitAsync(cancellationToken);
        return await new TextExamination(loaded, readers, request.Video, observer, things)
            .RunAsync(frames, request.Clip.Path, cancellationToken);
    }

    private static ClipAnalysis AddText(ClipAnalysis analysis, TextExaminationResult text) => analysis with
    {
        Analyzer = analysis.Analyzer with { Models = [.. analysis.Analyzer.Models, .. text.Readers] },
        Text = text.Findings,
    };

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
