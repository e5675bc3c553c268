using System.Globalization;
using Amazon.Rekognition.Model;
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
    private readonly HashSet<long> _moments = [];

    /// <summary>The number of different times in the clip at which anything was reported: the minimum number of samples
    /// examined.</summary>
    public int Moments => _moments.Count;

    /// <summary>The number of sightings so far, duplicates included.</summary>
    public int Sightings { get; private set; }

    /// <summary>The number of detections ignored because their time lies outside the clip. Counted so that they can be
    /// logged.</summary>
    public int OutsideClip { get; private set; }

    /// <summary>The latest time reported, within the clip or after its end, in milliseconds.</summary>
    public long Latest { get; private set; }

    /// <summary>Adds a page of a result.</summary>
    public void Add(IEnumerable<LabelDetection?>? page)
    {
        foreach (var detection in page ?? [])
        {
            if (detection?.Timestamp is not { } milliseconds)
                continue;
            Latest = Math.Max(Latest, milliseconds);
            if (milliseconds < 0 || milliseconds >= duration.TotalMilliseconds)
            {
                OutsideClip++;
                continue;
            }

            _moments.Add(milliseconds);
            if (detection.Label is { } label)
                Add(TimeSpan.FromMilliseconds(milliseconds), label);
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
        if (string.IsNullOrWhiteSpace(label.Name) || Percent(label.Confidence) is not { } confidence
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
                .. instances.Select(instance => (Box: ToBox(instance?.BoundingBox), Own: Percent(instance?.Confidence)))
                    .Where(found => found.Box is not null)
                    .Select(found => new Instance(found.Box!.Value, found.Own ?? confidence))
                    .OrderByDescending(instance => instance.Confidence),
            ];

    // Clips the box to the picture: boxes of things at its edge may extend beyond it.
    private static Box? ToBox(BoundingBox? box)
    {
        if (box is not { Left: { } left, Top: { } top, Width: { } width, Height: { } height })
            return null;
        var (x, y) = (Math.Clamp((double)left, 0, 1), Math.Clamp((double)top, 0, 1));
        var inside = new Box(
            x, y, Math.Clamp((double)left + width, 0, 1) - x, Math.Clamp((double)top + height, 0, 1) - y);
        return inside.Width > 0 && inside.Height > 0 ? inside : null;
    }

    // The service sends a few decimal digits, which the SDK reads as a float. Cast to double, 92.3 would become
    // 92.30000305 and exceed a threshold of 92.3, so the decimal text is parsed again.
    private static double? Percent(float? confidence) => confidence is { } value && !float.IsNaN(value)
        ? Math.Clamp(double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), 0, 100)
        : null;

    private sealed class Gathered(string name, VocabularyLabel? known)
    {
        public string Name { get; } = name;

        public VocabularyLabel? Known { get; } = known;

        public string? Category { get; set; }

        public List<Sighting> Sightings { get; } = [];
    }
}
