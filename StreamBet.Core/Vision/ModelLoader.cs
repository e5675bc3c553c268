using StreamBet.Core.Clips;

namespace StreamBet.Core.Vision;

/// <summary>Loads the vision models when they are first asked for and keeps them for every analysis. A load that failed is
/// tried again on the next call: the missing file may be there by then.</summary>
/// <param name="files">Where the models are read from.</param>
internal sealed class ModelLoader(ModelFiles files) : IDisposable
{
    private readonly Lock _gate = new();
    private Task<VisionModels>? _models;

    /// <summary>The files that are missing or damaged; empty when all is well.</summary>
    public IReadOnlyList<MissingPart> FindMissing() => files.FindMissing();

    /// <summary>Returns the models. Everyone who asks gets the same ones and leaves them undisposed.</summary>
    /// <exception cref="AnalysisFailedException">A file is missing or damaged.</exception>
    public Task<VisionModels> LoadAsync()
    {
        lock (_gate)
        {
            if (_models is null or { IsFaulted: true })
                _models = Task.Run(() => VisionModels.Load(files));
            return _models;
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
}
