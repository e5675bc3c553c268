using StreamBet.Core.Analysis;
using StreamBet.Core.Providers.Embedded.Vision.Labels;

namespace StreamBet.Core.Providers.Embedded.Vision.Detection;

/// <summary>A thing on a sample, after both models were heard.</summary>
/// <param name="Class">What it is.</param>
/// <param name="Confidence">50-100; under 80 unless all of the rules of <see cref="DetectionFusion"/> are met.</param>
/// <param name="Box">Where it is.</param>
internal readonly record struct FoundObject(CocoClass Class, double Confidence, Box Box);
