using Amazon.Rekognition.Model;
using StreamBet.Core.Aws.Detections;
using StreamBet.Core.Findings;
using Instance = StreamBet.Core.Findings.Instance;

namespace StreamBet.Core.Aws.Labels;

/// <summary>Collects the pages of a result and turns them into labels with their sightings.</summary>
/// <remarks>
/// <para>Pages may be added in any order. Only what a sighting needs is kept of each detection.</para>
/// <para>Missing data is not guessed: detections without a name, a confidence or a time are ignored, and so are
/// incomplete boxes.</para>
/// <para>Not thread-safe.</para>
/// </remarks>
/// <param name="duration">The clip's length.</param>
internal sealed class LabelCollector(TimeSpan duration)
{
    /// <summary>The category of a label that has none in the result or in the vocabulary.</summary>
    public const string NoCategory = "Uncategorized";

    private readonly Dictionary<string, Gathered> _labels = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The times at which anything was reported.</summary>
    public DetectionTimes Times { get; } = new(duration);

    /// <summary>The number of sightings so far, duplicates included.</summary>
    public int Sightings { get; private set; }

    /// <summary>Adds a page of a result.</summary>
    public void Add(IEnumerable<LabelDetection?>? page)
    {
        foreach (var detection in page ?? [])
        {
            if (Times.Note(detection?.Timestamp) is { } at && detection!.Label is { } label)
                Add(at, label);
        }
    }

    /// <summary>The labels of all pages added, sorted by their best confidence, highest first.</summary>
    public IReadOnlyList<DetectedLabel> ToLabels() =>
    [
        .. _labels.Values.Select(ToLabel)
            .OrderByDescending(label => label.Confidence)
            .ThenBy(label => label.Name, StringComparer.Ordinal),
    ];

    private void Add(TimeSpan at, Label label)
    {
        if (string.IsNullOrWhiteSpace(label.Name) || ServiceFigures.ToPercent(label.Confidence) is not { } confidence
            || confidence < Sighting.MinDoubt)
        {
            return;
        }

        // An older model may use a name that is now an alias.
        var known = RekognitionVocabulary.All.Find(label.Name);
        var name = known?.Name ?? label.Name;
        if (!_labels.TryGetValue(name, out var gathered))
            _labels[name] = gathered = new Gathered(name, known);
        gathered.Category ??= label.Categories?
            .Select(category => category?.Name).FirstOrDefault(category => !string.IsNullOrWhiteSpace(category));
        gathered.Sightings.Add(new Sighting(at, confidence, Instances(label.Instances, confidence)) { Doubt = confidence });
        Sightings++;
    }

    private static DetectedLabel ToLabel(Gathered gathered)
    {
        var category = gathered.Category ?? gathered.Known?.Category ?? NoCategory;
        return new DetectedLabel(
            gathered.Name, category, gathered.Known?.IsActivity ?? RekognitionVocabulary.IsActivityCategory(category),
            Merge(gathered.Sightings));
    }

    // Merges sightings at the same time.
    private static List<Sighting> Merge(List<Sighting> sightings)
    {
        var merged = new List<Sighting>(sightings.Count);
        foreach (var sighting in sightings.OrderBy(sighting => sighting.At))
        {
            if (merged.Count > 0 && merged[^1].At == sighting.At)
                merged[^1] = Merge(merged[^1], sighting);
            else
                merged.Add(sighting);
        }

        return merged;
    }

    private static Sighting Merge(Sighting one, Sighting other) => new(
        one.At, Math.Max(one.Confidence, other.Confidence),
        [.. one.Instances.Concat(other.Instances).Distinct().OrderByDescending(instance => instance.Confidence)])
    {
        Doubt = Math.Max(one.Confidence, other.Confidence),
    };

    private static Instance[] Instances(
        IReadOnlyCollection<Amazon.Rekognition.Model.Instance?>? instances, double confidence) =>
        instances is null or { Count: 0 }
            ? []
            :
            [
                .. instances
                    .Select(instance => (
                        Box: ServiceFigures.ToBox(instance?.BoundingBox), Own: ServiceFigures.ToPercent(instance?.Confidence)))
                    .Where(found => found.Box is not null)
                    .Select(found => new Instance(found.Box!.Value, found.Own ?? confidence))
                    .OrderByDescending(instance => instance.Confidence),
            ];

    private sealed class Gathered(string name, VocabularyLabel? known)
    {
        public string Name { get; } = name;

        public VocabularyLabel? Known { get; } = known;

        public string? Category { get; set; }

        public List<Sighting> Sightings { get; } = [];
    }
}
