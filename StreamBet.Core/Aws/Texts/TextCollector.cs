using Amazon.Rekognition;
using Amazon.Rekognition.Model;
using StreamBet.Core.Aws.Detections;
using StreamBet.Core.Findings;
using Instance = StreamBet.Core.Findings.Instance;

namespace StreamBet.Core.Aws.Texts;

/// <summary>Collects the pages of a result and turns them into lines with their sightings.</summary>
/// <remarks>
/// <para>Pages may be added in any order. Memory is bounded.</para>
/// <para>Missing data is not guessed: lines without a text, a confidence or a time are ignored, and so are incomplete
/// boxes.</para>
/// <para>Not thread-safe.</para>
/// </remarks>
/// <param name="duration">The clip's length.</param>
internal sealed class TextCollector(TimeSpan duration)
{
    /// <summary>The most sightings kept, as many as the embedded analyzer keeps.</summary>
    public const int MaxSightings = 20_000;

    /// <summary>The most words that Rekognition reads in a picture.</summary>
    public const int MaxWords = 100;

    private readonly Dictionary<string, SortedList<TimeSpan, Sighting>> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<TimeSpan, int> _words = [];
    private int _sightings;

    /// <summary>The times at which anything was reported.</summary>
    public DetectionTimes Times { get; } = new(duration);

    /// <summary>Whether the clip may show more text than is kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Adds a page of a result.</summary>
    public void Add(IEnumerable<TextDetectionResult?>? page)
    {
        foreach (var result in page ?? [])
        {
            if (Times.Note(result?.Timestamp) is not { } at || result!.TextDetection is not { } found)
                continue;
            if (found.Type == TextTypes.LINE)
                AddLine(at, found);
            else if (found.Type == TextTypes.WORD)
                IsCut |= (_words[at] = _words.GetValueOrDefault(at) + 1) >= MaxWords;
        }
    }

    /// <summary>The lines of all pages added, each text once, by their first time.</summary>
    public IReadOnlyList<DetectedText> ToLines() =>
    [
        .. _lines.Select(line => new DetectedText(line.Key, line.Key, [.. line.Value.Values]))
            .OrderBy(line => line.Sightings[0].At)
            .ThenBy(line => PlaceOf(line.Sightings[0]).Top)
            .ThenBy(line => PlaceOf(line.Sightings[0]).Left)
            .ThenBy(line => line.Text, StringComparer.Ordinal),
    ];

    private static Box PlaceOf(Sighting sighting) => sighting.Instances is [var line, ..] ? line.Box : default;

    private void AddLine(TimeSpan at, TextDetection line)
    {
        if (line.DetectedText?.Trim() is not { Length: > 0 } text || ServiceFigures.ToPercent(line.Confidence) is not { } confidence
            || confidence < Sighting.MinDoubt)
        {
            return;
        }

        var sightings = _lines.GetValueOrDefault(text);
        var other = sightings?.GetValueOrDefault(at);
        if (other?.Confidence >= confidence)
            return;
        if (other is null && ++_sightings > MaxSightings)
        {
            IsCut = true;
            return;
        }

        if (sightings is null)
            _lines[text] = sightings = [];
        sightings[at] = new Sighting(
            at, confidence,
            ServiceFigures.ToBox(line.Geometry?.BoundingBox) is { } place ? [new Instance(place, confidence)] : [])
        {
            Doubt = confidence,
        };
    }
}
