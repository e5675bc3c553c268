using StreamBet.Core.Findings;
using StreamBet.Core.Vision.Certainty;
using StreamBet.Core.Vision.Classes;
using StreamBet.Core.Vision.Tracks;

namespace StreamBet.Core.Vision.Labels;

/// <summary>Turns the evidence for things, and the activities found with them, into labels with sightings.</summary>
internal sealed class LabelMaker(CalibrationTable calibration, int samplesPerSecond)
{
    /// <summary>The most instances that a sighting keeps, most confident first; a crowd has more.</summary>
    public const int MaxInstances = 50;

    /// <summary>The labels, sorted by best confidence and then by doubt, highest first.</summary>
    public IReadOnlyList<DetectedLabel> Make(IReadOnlyList<Sign> signs)
    {
        var findings = signs.Select(ToFinding).Where(finding => finding.Doubt >= Sighting.MinDoubt).ToList();
        var things = findings.Where(finding => finding.Thing.Label is not null)
            .Select(finding => finding.Named(finding.Thing.Label!));
        return
        [
            .. things.Concat(ActivityFindings.Of(findings))
                .GroupBy(named => named.Label)
                .Select(ToLabel)
                .OrderByDescending(label => label.Confidence)
                .ThenByDescending(label => label.Sightings.Max(sighting => sighting.Doubt))
                .ThenBy(label => label.Name, StringComparer.Ordinal),
        ];
    }

    private Finding ToFinding(Sign sign)
    {
        var thing = CocoClasses.All[sign.Class];
        var doubt = calibration.DoubtOf(sign.Class, sign.Evidence);
        var confidence = sign.Guarded is { } guarded ? calibration.ConfidenceOf(sign.Class, guarded) : 0;
        if (sign.IsUnsupported || !thing.IsValidated)
            confidence = Confidence.Cap(confidence);
        doubt = Math.Max(doubt, confidence);
        return new Finding(thing, sign.Sample, sign.Box, Confidence.Shown(confidence), Confidence.Shown(doubt));
    }

    private DetectedLabel ToLabel(IGrouping<VocabularyLabel, NamedFinding> named) => new(
        named.Key.Name, named.Key.Category, named.Key.IsActivity,
        [.. named.GroupBy(finding => finding.Sample).OrderBy(sample => sample.Key).Select(ToSighting)]);

    private Sighting ToSighting(IGrouping<int, NamedFinding> sample)
    {
        var best = sample.OrderByDescending(finding => finding.Confidence)
            .ThenByDescending(finding => finding.Doubt).ToList();
        return new Sighting(
            TimeSpan.FromSeconds(sample.Key / (double)samplesPerSecond),
            best[0].Confidence,
            [.. best.Take(MaxInstances).Select(finding => new Instance(finding.Box, finding.Confidence))])
        {
            Doubt = best.Max(finding => finding.Doubt),
        };
    }
}
