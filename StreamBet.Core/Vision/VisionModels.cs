using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Tfjs;
using StreamBet.Core.Vision.TfLite;

namespace StreamBet.Core.Vision;

/// <summary>The loaded vision models: some 100 MB, shared by all analyses. Thread-safe.</summary>
internal sealed class VisionModels : IDisposable
{
    private readonly CenterNetDetector _centerNet;
    private readonly NanoDetDetector _nanoDet;
    private readonly SsdDetector _ssd;

    private VisionModels(
        CenterNetDetector centerNet,
        NanoDetDetector nanoDet,
        SsdDetector ssd,
        IReadOnlyList<ModelIdentity> identities) =>
        (_centerNet, _nanoDet, _ssd, Identities) = (centerNet, nanoDet, ssd, identities);

    /// <summary>The models' names and digests.</summary>
    public IReadOnlyList<ModelIdentity> Identities { get; }

    /// <summary>Checks the files and loads the models; takes a second or two.</summary>
    /// <param name="files">Where the models are read from.</param>
    /// <param name="provider">What runs them; the processor if null.</param>
    /// <exception cref="AnalysisFailedException">A file is missing or damaged.</exception>
    public static VisionModels Load(ModelFiles files, ExecutionProvider? provider = null) => CheckedLoad.Run(files, loaded => new VisionModels(
        new CenterNetDetector(TfjsModel.Read(files.CenterNet), provider).AddTo(loaded),
        new NanoDetDetector(TfjsModel.Read(files.NanoDet), provider).AddTo(loaded),
        new SsdDetector(TfLiteModel.Read(files.ReadSsd()), provider).AddTo(loaded),
        files.Identify()));

    /// <summary>Detects what a frame shows.</summary>
    /// <param name="frame">RGB, <see cref="CenterNetDetector.FrameSize"/> pixels square, letterboxed.</param>
    /// <param name="geometry">The position of the picture in the frame.</param>
    public IReadOnlyList<Candidate> Detect(ReadOnlyMemory<byte> frame, FrameGeometry geometry) => CandidateJoin.Join(
        _centerNet.Detect(frame, geometry), _nanoDet.Detect(frame, geometry), _ssd.Detect(frame, geometry));

    public void Dispose()
    {
        _centerNet.Dispose();
        _nanoDet.Dispose();
        _ssd.Dispose();
    }
}
