using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Certainty;
using StreamBet.Core.Vision.Classes;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Labels;

namespace StreamBet.Core.Vision;

/// <summary>Names what one sample shows by itself, for those who watch.</summary>
internal static class FirstSights
{
    /// <summary>The most things of a sample; more could not be told apart.</summary>
    public const int Max = 20;

    /// <summary>The things with at least even odds, most certain first.</summary>
    public static IReadOnlyList<FirstSight> Of(IReadOnlyList<Candidate> candidates) =>
    [
        .. candidates
            .Select(seen => (CocoClasses.All[seen.Class].Label, Sight: new Instance(seen.Box, ConfidenceOf(seen))))
            .Where(seen => seen.Label is not null && seen.Sight.Confidence >= DetectedLabel.MinConfidence)
            .OrderByDescending(seen => seen.Sight.Confidence).Take(Max)
            .Select(seen => new FirstSight(seen.Label!, seen.Sight)),
    ];

    private static double ConfidenceOf(Candidate seen)
    {
        var confidence = CalibrationTable.Shipped.ConfidenceOf(seen.Class, Evidence.Guarded(seen));
        return Confidence.Shown(CocoClasses.All[seen.Class].IsValidated ? confidence : Confidence.Cap(confidence));
    }
}
