using StreamBet.Core.Findings;

namespace StreamBet.Core.Rule;

/// <summary>Finds the sightings in an analysis that a criterion asks for: of labels, a text or a picture. Pure.</summary>
public static class CriterionSightings
{
    /// <summary>The sightings by name, each in time order: of any confidence and doubt, anywhere in the clip. A text or a picture
    /// has one name; a label that was not seen has none.</summary>
    public static ILookup<string, Sighting> Of(Criterion criterion, ClipAnalysis analysis) =>
        CriterionBasis.Of(criterion, analysis).Sightings.ToLookup(
            seen => seen.Label, seen => seen.Sighting, StringComparer.OrdinalIgnoreCase);
}
