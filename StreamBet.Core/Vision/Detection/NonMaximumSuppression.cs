namespace StreamBet.Core.Vision.Detection;

/// <summary>Keeps one detection per thing: a model often detects the same thing several times.</summary>
internal static class NonMaximumSuppression
{
    /// <summary>Boxes of one class that overlap more than this (IoU) show the same thing; the usual value.</summary>
    private const double SameThing = 0.5;

    /// <summary>Keeps the best detection of each thing, best first.</summary>
    public static List<RawDetection> Apply(List<RawDetection> detections)
    {
        detections.Sort((first, second) => second.Score.CompareTo(first.Score));
        var kept = new List<RawDetection>();
        foreach (var candidate in detections)
        {
            if (candidate.Box.Area > 0 && !kept.Exists(better => IsSame(better, candidate)))
                kept.Add(candidate);
        }

        return kept;
    }

    private static bool IsSame(RawDetection first, RawDetection second) =>
        first.Class == second.Class && first.Box.IntersectionOverUnion(second.Box) > SameThing;
}
