using Microsoft.ML.OnnxRuntime;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Labels;
using StreamBet.Core.Vision.Tfjs;

namespace StreamBet.Core.Vision;

/// <summary>The vision models, loaded: some 60 MB that all analyses share. Safe for calls at the same time.</summary>
internal sealed class VisionModels : IDisposable
{
    private readonly CenterNetDetector _centerNet;
    private readonly NanoDetDetector _nanoDet;

    private VisionModels(
        CenterNetDetector centerNet, NanoDetDetector nanoDet, IReadOnlyList<ModelIdentity> identities) =>
        (_centerNet, _nanoDet, Identities) = (centerNet, nanoDet, identities);

    /// <summary>Which models they are.</summary>
    public IReadOnlyList<ModelIdentity> Identities { get; }

    /// <summary>Checks the files and loads the models; it takes a second.</summary>
    /// <exception cref="AnalysisFailedException">A file is missing or damaged.</exception>
    public static VisionModels Load(ModelFiles files)
    {
        if (files.FindMissing() is [_, ..] missing)
        {
            var names = string.Join(", ", missing.Select(part => part.Name));
            throw new AnalysisFailedException(
                "models_missing", $"The vision models are not installed on this server ({names}). {missing[0].Remedy}")
            {
                IsPassing = true,
            };
        }

        try
        {
            var centerNet = new CenterNetDetector(TfjsModel.Read(files.CenterNet));
            try
            {
                var nanoDet = new NanoDetDetector(TfjsModel.Read(files.NanoDet));
                return new VisionModels(centerNet, nanoDet, files.Identify());
            }
            catch
            {
                centerNet.Dispose();
                throw;
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or OnnxRuntimeException)
        {
            throw new AnalysisFailedException(
                "models_unusable", "The vision models could not be loaded on this server; its log says why.", fault)
            {
                IsPassing = true,
            };
        }
    }

    /// <summary>Finds what a frame shows.</summary>
    /// <param name="frame">RGB, <see cref="CenterNetDetector.FrameSize"/> pixels square, letterboxed.</param>
    /// <param name="geometry">How the picture lies in the frame.</param>
    public IReadOnlyList<Finding> Examine(ReadOnlyMemory<byte> frame, FrameGeometry geometry) =>
        Finding.From(DetectionFusion.Fuse(_centerNet.Detect(frame, geometry), _nanoDet.Detect(frame, geometry)));

    public void Dispose()
    {
        _centerNet.Dispose();
        _nanoDet.Dispose();
    }
}
