using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Classes;

namespace StreamBet.Core.Vision.Labels;

/// <summary>A thing at one place of one sample.</summary>
/// <param name="Thing">The thing.</param>
/// <param name="Sample">The sample's number.</param>
/// <param name="Box">Its position.</param>
/// <param name="Confidence">0-100, after the guards against a wrong YES.</param>
/// <param name="Doubt">0-100, without the guards; never smaller.</param>
internal sealed record Finding(CocoClass Thing, int Sample, Box Box, double Confidence, double Doubt)
{
    /// <summary>This finding as a label.</summary>
    public NamedFinding Named(string label) => new(VisionVocabulary.All.Find(label)!, Sample, Box, Confidence, Doubt);
}

/// <summary>A label at one place of one sample.</summary>
internal sealed record NamedFinding(VocabularyLabel Label, int Sample, Box Box, double Confidence, double Doubt);
