using StreamBet.Core.Findings;

namespace StreamBet.Core.Vision.Text;

/// <summary>Collects the lines of a clip's samples. Samples may be added in any order. Memory is bounded. Not
/// thread-safe.</summary>
/// <param name="certainty">The chances that readings are right.</param>
internal sealed class TextCollection(TextCertainty certainty)
{
    /// <summary>The most sightings kept: a clip of half an hour with five lines on each sample has 18,000.</summary>
    public const int MaxSightings = 20_000;

    /// <summary>A line of a row is also listed by itself if it is more certain by this, in percent.</summary>
    private const double Clearer = 5;

    private readonly Dictionary<(string Text, string? Second), SortedList<TimeSpan, Sighting>> _lines = [];
    private int _sightings;

    /// <summary>Whether there was more text than is kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Adds a sample's lines.</summary>
    /// <param name="at">Time from the start of the clip.</param>
    /// <param name="picture">The sample.</param>
    /// <param name="read">What it shows.</param>
    public void Add(TimeSpan at, RgbPicture picture, PictureText read)
    {
        IsCut |= read.IsCut;
        foreach (var row in TextRows.Join(read.Lines))
        {
            var whole = JoinedLine.Of(row, picture);
            var certaintyOfWhole = certainty.Judge(whole.First, whole.Second).Confidence;
            Add(at, whole);
            if (row.Count == 1)
                continue;
            foreach (var line in row.Select(line => JoinedLine.Of([line], picture)))
            {
                if (certainty.Judge(line.First, line.Second).Confidence > certaintyOfWhole + Clearer)
                    Add(at, line);
            }
        }
    }

    /// <summary>The lines, each reading once, by their first time.</summary>
    public IReadOnlyList<DetectedText> ToLines() =>
    [
        .. _lines
            .Select(line => new DetectedText(line.Key.Text, line.Key.Second, [.. line.Value.Values]))
            .OrderBy(line => line.Sightings[0].At)
            .ThenBy(line => line.Sightings[0].Instances[0].Box.Top)
            .ThenBy(line => line.Sightings[0].Instances[0].Box.Left)
            .ThenBy(line => line.Text, StringComparer.Ordinal)
            .ThenBy(line => line.SecondText, StringComparer.Ordinal),
    ];

    private void Add(TimeSpan at, JoinedLine line)
    {
        var (confidence, doubt) = certainty.Judge(line.First, line.Second);
        var key = (line.First.Text, line.Second?.Text);
        if (!_lines.TryGetValue(key, out var sightings))
            _lines[key] = sightings = [];
        if (sightings.TryGetValue(at, out var other) && other.Confidence >= confidence)
            return;
        if (other is null && ++_sightings > MaxSightings)
        {
            IsCut = true;
            if (sightings.Count == 0)
                _lines.Remove(key);
            return;
        }

        sightings[at] = new Sighting(at, confidence, [new Instance(line.Box, confidence)]) { Doubt = doubt };
    }
}
