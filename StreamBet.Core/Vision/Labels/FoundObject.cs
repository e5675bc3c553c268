using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Labels;

/// <summary>A thing on a sample, after both models were heard.</summary>
/// <param name="Class">What it is.</param>
/// <param name="Confidence">50-100; under 80 unless all of the rules of <see cref="Detection.DetectionFusion"/> are
/// met.</param>
/// <param name="Box">Where it is.</param>
internal readonly record struct FoundObject(CocoClass Class, double Confidence, Box Box);
