using StreamBet.Core.Clips;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Text;

namespace StreamBet.Core.Vision;

/// <summary>Loads the vision models when they are first asked for and keeps them for every analysis. A load that failed is
/// tried again on the next call: the missing file may be there by then.</summary>
internal sealed class ModelLoader : IDisposable
{
    private readonly ModelFiles _files;
    private readonly SharedLoad<VisionModels> _vision;
    private readonly SharedLoad<TextModels> _text;

    /// <summary>Loads nothing yet.</summary>
    /// <param name="files">Where the models are read from.</param>
    /// <param name="provider">What runs them; the processor if null.</param>
    public ModelLoader(ModelFiles files, ExecutionProvider? provider = null)
    {
        _files = files;
        _vision = new SharedLoad<VisionModels>(() => VisionModels.Load(files, provider));
        _text = new SharedLoad<TextModels>(() => LoadText(files, provider));
    }

    /// <summary>The files that are missing or damaged; empty when all is well.</summary>
    public IReadOnlyList<MissingPart> FindMissing() => _files.FindMissing();

    /// <summary>Returns the object models. Everyone who asks gets the same ones and leaves them undisposed.</summary>
    /// <exception cref="AnalysisFailedException">A file is missing or damaged.</exception>
    public Task<VisionModels> LoadAsync() => _vision.GetAsync();

    /// <summary>Returns the text models, likewise.</summary>
    /// <exception cref="AnalysisFailedException">A file is missing or damaged.</exception>
    public Task<TextModels> LoadTextAsync() => _text.GetAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        _vision.Dispose();
        _text.Dispose();
    }

    private static TextModels LoadText(ModelFiles files, ExecutionProvider? provider) => CheckedLoad.Run(files, loaded => new TextModels(
        new TextDetector(files.ReadTextDetection(), provider: provider).AddTo(loaded),
        new TextRecognizer(files.ReadTextRecognition(), files.ReadTextCharacters(), provider).AddTo(loaded),
        files.IdentifyText()));
}
