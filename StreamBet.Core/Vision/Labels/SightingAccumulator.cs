using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Labels;

/// <summary>Gathers what the samples of a clip show, and makes labels with their sightings of it.</summary>
/// <remarks>
/// <para>Samples may come in any order: several workers examine them. They are kept by number, and neighbours are
/// compared only at the end. That is bounded: a clip of 30 minutes has 3,600 samples, and a sample keeps at most
/// <see cref="MaxFindings"/> findings.</para>
/// <para>A finding without support stays under 80: what is there for half a second or more is seen by two consecutive
/// samples, and a flash that only one of them shows is as often a mistake of the models as a thing.</para>
/// <para>Not safe for calls at the same time.</para>
/// </remarks>
internal sealed class SightingAccumulator(int samplesPerSecond)
{
    /// <summary>The most findings that are kept of one sample, the most certain ones; a crowd has more.</summary>
    public const int MaxFindings = 50;

    private readonly SortedDictionary<int, IReadOnlyList<Finding>> _samples = [];

    /// <summary>Labels seen so far, each once a sample, before neighbouring samples have confirmed them.</summary>
    public int Sightings { get; private set; }

    /// <summary>Takes what a sample shows.</summary>
    /// <param name="sample">Its number; number n is n / <c>samplesPerSecond</c> seconds into the clip.</param>
    /// <param name="findings">What it shows.</param>
    /// <exception cref="ArgumentException">That sample was taken already.</exception>
    public void Add(int sample, IReadOnlyList<Finding> findings)
    {
        var kept = findings.Count <= MaxFindings
            ? findings
            : [.. findings.OrderByDescending(finding => finding.Confidence).Take(MaxFindings)];
        _samples.Add(sample, kept);
        Sightings += kept.Select(finding => finding.Label.Name).Distinct().Count();
    }

    /// <summary>The labels of all samples taken, sorted by their best confidence, highest first.</summary>
    public IReadOnlyList<DetectedLabel> ToLabels()
    {
        var sightings = new Dictionary<VocabularyLabel, List<Sighting>>();
        foreach (var (sample, findings) in _samples)
        {
            foreach (var group in findings.GroupBy(finding => finding.Label))
            {
                if (!sightings.TryGetValue(group.Key, out var ofLabel))
                    sightings[group.Key] = ofLabel = [];
                ofLabel.Add(ToSighting(sample, group));
            }
        }

        return
        [
            .. sightings
                .Select(pair => new DetectedLabel(pair.Key.Name, pair.Key.Category, pair.Key.IsActivity, pair.Value))
                .OrderByDescending(label => label.Confidence)
                .ThenBy(label => label.Name, StringComparer.Ordinal),
        ];
    }

    private Sighting ToSighting(int sample, IEnumerable<Finding> findings)
    {
        Instance[] instances =
        [
            .. findings.Select(finding => new Instance(finding.Box, Supported(sample, finding)))
                .OrderByDescending(instance => instance.Confidence),
        ];
        return new Sighting(
            TimeSpan.FromSeconds(sample / (double)samplesPerSecond), instances[0].Confidence, instances);
    }

    private double Supported(int sample, Finding finding)
    {
        var isSupported = Supports(sample - 1, finding) || Supports(sample + 1, finding);
        return Confidence.Shown(isSupported ? finding.Confidence : Confidence.Cap(finding.Confidence));
    }

    private bool Supports(int neighbour, Finding finding) =>
        _samples.TryGetValue(neighbour, out var findings)
        && findings.Any(other => other.Label == finding.Label && Neighbourhood.IsSame(other.Box, finding.Box));
}
