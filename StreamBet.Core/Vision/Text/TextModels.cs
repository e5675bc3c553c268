using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Text;

/// <summary>The first reader's loaded models: some 60 MB, shared by all analyses. Thread-safe.</summary>
/// <param name="detector">Finds lines.</param>
/// <param name="recognizer">Reads them.</param>
/// <param name="identities">The models' names and digests.</param>
internal sealed class TextModels(
    TextDetector detector, TextRecognizer recognizer, IReadOnlyList<ModelIdentity> identities) : IDisposable
{
    /// <summary>Finds lines.</summary>
    public TextDetector Detector { get; } = detector;

    /// <summary>Reads them.</summary>
    public TextRecognizer Recognizer { get; } = recognizer;

    /// <summary>The models' names and digests.</summary>
    public IReadOnlyList<ModelIdentity> Identities { get; } = identities;

    public void Dispose()
    {
        Detector.Dispose();
        Recognizer.Dispose();
    }
}
