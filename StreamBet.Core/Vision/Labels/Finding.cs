using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Labels;

/// <summary>A label at one place of one sample, before the neighbouring samples were asked.</summary>
/// <param name="Label">The label.</param>
/// <param name="Confidence">50-100.</param>
/// <param name="Box">Where it is.</param>
internal sealed record Finding(VocabularyLabel Label, double Confidence, Box Box)
{
    /// <summary>The findings of a sample: its things by their labels, and what persons do with them.</summary>
    public static IReadOnlyList<Finding> From(IReadOnlyList<FoundObject> objects) =>
        [.. Things(objects), .. Activities(objects)];

    private static IEnumerable<Finding> Things(IReadOnlyList<FoundObject> objects) =>
        from found in objects
        where found.Class.Label is not null
        select new Finding(Named(found.Class.Label!), found.Confidence, found.Box);

    /// <summary>An activity is as certain as the less certain of the two that it is told from, and lies around
    /// both.</summary>
    private static IEnumerable<Finding> Activities(IReadOnlyList<FoundObject> objects) =>
        from activity in Activity.All
        from thing in objects
        where thing.Class == activity.Thing
        from person in objects
        where person.Class == CocoClasses.Find("person") && activity.Matches(person.Box, thing.Box)
        select new Finding(
            Named(activity.Label), Math.Min(person.Confidence, thing.Confidence), Around(person.Box, thing.Box));

    private static VocabularyLabel Named(string label) => VisionVocabulary.All.Find(label)!;

    private static Box Around(Box first, Box second)
    {
        var (left, top) = (Math.Min(first.Left, second.Left), Math.Min(first.Top, second.Top));
        return new Box(
            left, top, Math.Max(first.Right, second.Right) - left, Math.Max(first.Bottom, second.Bottom) - top);
    }
}
