using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Labels;

namespace StreamBet.Core.Vision.Detection;

/// <summary>Makes one finding of what the two models say of the same thing.</summary>
/// <remarks>
/// CenterNet proposes and NanoDet seconds; <see cref="Calibration"/> weighs the two scores. The result passes 80 only
/// if
/// <list type="bullet">
/// <item>each model found it with a score of 0.30 or more: below, a model is wrong more often than right (of the
/// labelled photographs' detections at 0.25-0.30 20 % were right, at 0.30-0.40 61 %);</item>
/// <item>no look-alike is about as likely at the same place, an animal for an animal or a vehicle for a vehicle: a pig
/// is half a dog and half a cow to the models, a dog is a dog;</item>
/// <item>its class is validated (<see cref="CocoClasses"/>).</item>
/// </list>
/// </remarks>
internal static class DetectionFusion
{
    /// <summary>The least share of the picture that a thing must cover: on smaller ones the models guess.</summary>
    public const double MinArea = 0.0015;

    /// <summary>A score under this one is more often wrong than right.</summary>
    private const double MinScoreOfEach = 0.30;

    /// <summary>Boxes that overlap by half are taken to be about the same thing, the customary value.</summary>
    private const double SamePlace = 0.5;

    /// <summary>A look-alike contests a thing if it scores more than two thirds of what the thing itself
    /// scores.</summary>
    private const double ContestingShare = 2 / 3.0;

    /// <summary>The things of a sample with a confidence of 50 or more.</summary>
    public static List<FoundObject> Fuse(IReadOnlyList<RawDetection> centerNet, IReadOnlyList<RawDetection> nanoDet)
    {
        var found = new List<FoundObject>();
        foreach (var proposal in centerNet)
        {
            if (proposal.Box.Area < MinArea)
                continue;
            var second = BestScore(nanoDet, proposal.Box, other => other.Class == proposal.Class);
            var confidence = 100 * Calibration.Probability(proposal.Score, second);
            var known = CocoClasses.All[proposal.Class];
            if (!known.IsValidated || Math.Min(proposal.Score, second) < MinScoreOfEach
                || IsContested(proposal, second, centerNet, nanoDet))
            {
                confidence = Confidence.Cap(confidence);
            }

            if (confidence >= DetectedLabel.MinConfidence)
                found.Add(new FoundObject(known, confidence, proposal.Box));
        }

        return found;
    }

    private static bool IsContested(
        RawDetection proposal,
        double second,
        IReadOnlyList<RawDetection> centerNet,
        IReadOnlyList<RawDetection> nanoDet)
    {
        var kind = CocoClasses.All[proposal.Class].Kind;
        if (kind == CocoKind.Other)
            return false;
        bool IsLookAlike(RawDetection other) =>
            other.Class != proposal.Class && CocoClasses.All[other.Class].Kind == kind;
        var rival = Math.Max(
            BestScore(centerNet, proposal.Box, IsLookAlike), BestScore(nanoDet, proposal.Box, IsLookAlike));
        return rival > ContestingShare * Math.Max(proposal.Score, second);
    }

    private static double BestScore(
        IReadOnlyList<RawDetection> detections, Box place, Func<RawDetection, bool> isWanted)
    {
        var best = 0.0;
        foreach (var detection in detections)
        {
            if (detection.Score > best && isWanted(detection)
                && detection.Box.IntersectionOverUnion(place) >= SamePlace)
            {
                best = detection.Score;
            }
        }

        return best;
    }
}
