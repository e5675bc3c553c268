using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Classes;
using StreamBet.Core.Vision.Tracks;

namespace StreamBet.Core.Vision.Labels;

/// <summary>Recognises activities from the positions of persons and things on a sample.</summary>
internal static class ActivityFindings
{
    /// <summary>The activities of all samples. One that no neighbouring sample shows stays under 80, because a person
    /// may just be passing a thing.</summary>
    public static IReadOnlyList<NamedFinding> Of(IReadOnlyList<Finding> findings)
    {
        var found = findings.GroupBy(finding => finding.Sample).SelectMany(sample => OfSample([.. sample])).ToList();
        var places = found.ToLookup(activity => (activity.Label, activity.Sample), activity => activity.Box);
        bool IsAt(NamedFinding activity, int sample) =>
            places[(activity.Label, sample)].Any(box => Neighbourhood.IsSame(box, activity.Box));
        return
        [
            .. found.Select(activity => IsAt(activity, activity.Sample - 1) || IsAt(activity, activity.Sample + 1)
                ? activity
                : activity with { Confidence = Confidence.Cap(activity.Confidence) }),
        ];
    }

    /// <summary>An activity has the lower confidence of its person and its thing, and a box around both.</summary>
    private static IEnumerable<NamedFinding> OfSample(IReadOnlyList<Finding> findings) =>
        from activity in Activity.All
        from thing in findings
        where thing.Thing == activity.Thing
        from person in findings
        where person.Thing == CocoClasses.Find("person") && activity.Matches(person.Box, thing.Box)
        select new NamedFinding(
            VisionVocabulary.All.Find(activity.Label)!,
            thing.Sample,
            Around(person.Box, thing.Box),
            Math.Min(person.Confidence, thing.Confidence),
            Math.Min(person.Doubt, thing.Doubt));

    private static Box Around(Box first, Box second)
    {
        var (left, top) = (Math.Min(first.Left, second.Left), Math.Min(first.Top, second.Top));
        return new Box(
            left, top, Math.Max(first.Right, second.Right) - left, Math.Max(first.Bottom, second.Bottom) - top);
    }
}
