namespace StreamBet.Core.Vision.Text;

/// <summary>Reads the text in pictures: finds the lines, then reads each of them twice. Not thread-safe; it remembers the
/// picture before.</summary>
/// <param name="models">The first reader.</param>
/// <param name="second">The second reader; null if there is none.</param>
internal sealed class LineReader(TextModels models, ISecondReader? second)
{
    /// <summary>The most lines read in a picture, the largest first; a full page of a book has about 40.</summary>
    public const int MaxLines = 60;

    /// <summary>What the first reader is less certain of is mostly no text at all.</summary>
    private const double MinScore = 0.5;

    private readonly LineCache _cache = new();

    /// <summary>Reads a picture's lines, from the top.</summary>
    public PictureText Read(RgbPicture picture)
    {
        var boxes = models.Detector.Detect(picture);
        var lines = boxes.OrderByDescending(box => box.HalfHeight).Take(MaxLines)
            .Select(box => ReadLine(picture, box))
            .Where(line => line.First.Score >= MinScore && HasContent(line.First.Text))
            .OrderBy(line => line.Box.Y)
            .ToList();
        _cache.Turn();
        return new PictureText(lines, boxes.Count > MaxLines);
    }

    private LineReading ReadLine(RgbPicture picture, TextBox box)
    {
        if (_cache.Find(picture, box) is { } known)
            return known with { Box = box };
        var crop = LineCrop.Of(picture, box);
        var first = models.Recognizer.Read(crop);
        var line = new LineReading(box, first, second is null ? null : first.Score < MinScore ? Reading.Nothing : second.Read(crop));
        _cache.Add(crop, line);
        return line;
    }

    // Edges and leaves become a single glyph or punctuation.
    private static bool HasContent(string text) =>
        text.Any(char.IsLetterOrDigit) && (text.Length > 1 || char.IsAscii(text[0]));
}

/// <summary>The text in a picture.</summary>
/// <param name="Lines">Its lines, from the top.</param>
/// <param name="IsCut">Whether it has more lines than were read.</param>
internal sealed record PictureText(IReadOnlyList<LineReading> Lines, bool IsCut);
