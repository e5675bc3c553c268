using StreamBet.Core.Findings;

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

    /// <summary>How often the second reader tries a line that it does not read as the first one does.</summary>
    private const int MaxTries = 3;

    /// <summary>How much further than the box the second reader sees at either end, in heights of the line.</summary>
    private const double Beyond = 0.4;

    private readonly LineCache _cache = new();

    /// <summary>Reads a picture's lines, from the top.</summary>
    public PictureText Read(RgbPicture picture)
    {
        var boxes = models.Detector.Detect(picture);
        var lines = boxes.OrderByDescending(box => box.HalfHeight).Take(MaxLines)
            .Select(box => ReadLine(picture, box, Widen(box, boxes)))
            .Where(line => line.First.Score >= MinScore && HasContent(line.First.Text))
            .OrderBy(line => line.Box.Y)
            .ToList();
        _cache.Turn();
        return new PictureText(lines, boxes.Count > MaxLines);
    }

    private LineReading ReadLine(RgbPicture picture, TextBox box, TextBox wide)
    {
        var known = _cache.Find(box);
        if (known is not null && !LineCache.HasChanged(known, picture))
        {
            _cache.Keep(known);
            return known.Line with { Box = box };
        }

        var crop = LineCrop.Of(picture, box);
        var first = models.Recognizer.Read(crop);
        var read = Confirm(
            new KnownLine(crop, new LineReading(box, first, null), Tries: 0, Page: 0), known, () => LineCrop.Of(picture, wide));
        _cache.Keep(read);
        return read.Line;
    }

    // The second reader is the slower one. Where the first one reads the same as before and the second one has agreed, or
    // has had its tries, it is not asked again, though something behind the letters moves. A number may have changed in a digit
    // that the first one misreads, so it is always read by both.
    private KnownLine Confirm(KnownLine line, KnownLine? known, Func<LineCrop> cutWide)
    {
        if (second is null)
            return line;
        var first = line.Line.First;
        if (first.Score < MinScore)
            return line with { Line = line.Line with { Second = Reading.Nothing } };
        var before = known?.Line.First is { Score: >= MinScore } same && !first.Text.Any(char.IsDigit)
            && Folding.Joined(same.Text) == Folding.Joined(first.Text)
            ? known
            : null;
        if (before?.Tries is 0 or >= MaxTries)
            return line with { Line = line.Line with { Second = before.Line.Second }, Tries = before.Tries, Page = before.Page };
        var (confirming, page, isSame) = Confirm(second, cutWide(), first, known?.Page ?? 0);
        return line with
        {
            Line = line.Line with { Second = confirming },
            Tries = isSame ? 0 : 1 + (before?.Tries ?? 0),
            Page = page,
        };
    }

    // The reading that is most like the first reader's; a further page is tried only where those before it differ. What served the
    // line on the sample before comes first.
    private static (Reading Best, int Page, bool IsSame) Confirm(ISecondReader second, LineCrop crop, Reading first, int likeliest)
    {
        var (best, place, likeness) = (Reading.Nothing, 0, -1.0);
        var pages = LinePage.Of(crop).Index();
        foreach (var (index, page) in likeliest == 0 ? pages : pages.OrderByDescending(page => page.Index == likeliest))
        {
            var read = second.Read(page);
            if (TextCertainty.LikenessOf(first, read) is var alike && alike > likeness)
                (best, place, likeness) = (read, index, alike);
            if (likeness >= 1)
                break;
        }

        return (best, place, likeness >= 1);
    }

    // Where a box cuts off a letter, the first reader reads 60 for 160; the second one must see a little more than the box to
    // differ. Where the next line is as near as that, it would see that line's letters.
    private static TextBox Widen(TextBox box, IReadOnlyList<TextBox> boxes)
    {
        var wide = box with { HalfLength = box.HalfLength + (Beyond * box.Height) };
        return boxes.Any(other => other != box && other.IsInRowWith(wide) && other.Left < wide.Right && wide.Left < other.Right)
            ? box
            : wide;
    }

    // Edges and leaves become a single glyph or punctuation.
    private static bool HasContent(string text) =>
        text.Any(char.IsLetterOrDigit) && (text.Length > 1 || char.IsAscii(text[0]));
}

/// <summary>The text in a picture.</summary>
/// <param name="Lines">Its lines, from the top.</param>
/// <param name="IsCut">Whether it has more lines than were read.</param>
internal sealed record PictureText(IReadOnlyList<LineReading> Lines, bool IsCut);
