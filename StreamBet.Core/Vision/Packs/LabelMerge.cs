using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Packs;

/// <summary>Merges labels that several detectors found. At each moment the highest confidence and the highest doubt count,
/// so that no sure evidence is lost.</summary>
internal static class LabelMerge
{
    /// <summary>The labels, each once, sorted by best confidence and then by doubt, highest first.</summary>
    public static IReadOnlyList<DetectedLabel> Merge(IReadOnlyList<DetectedLabel> known, IReadOnlyList<DetectedLabel> found) =>
        found.Count == 0
            ? known
            :
            [
                .. known.Concat(found).GroupBy(label => label.Name, StringComparer.Ordinal)
                    .Select(same => same.First() with { Sightings = Join(same.SelectMany(label => label.Sightings)) })
                    .OrderByDescending(label => label.Confidence)
                    .ThenByDescending(label => label.Sightings.Max(sighting => sighting.Doubt))
                    .ThenBy(label => label.Name, StringComparer.Ordinal),
            ];

    private static IReadOnlyList<Sighting> Join(IEnumerable<Sighting> sightings) =>
    [
        .. sightings.GroupBy(sighting => sighting.At).OrderBy(moment => moment.Key)
            .Select(moment => moment.MaxBy(sighting => sighting.Confidence)! with { Doubt = moment.Max(sighting => sighting.Doubt) }),
    ];
}
