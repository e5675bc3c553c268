using System.Globalization;
using System.Text;
using SkiaSharp;
using SkiaSharp.HarfBuzz;

namespace StreamBet.Web.Features.Sharing;

/// <summary>A text that is broken into lines, in any script and direction. A character that no typeface has is left out.</summary>
internal sealed class TextBlock
{
    private const float LineHeight = 1.18f;

    private readonly ShareFonts _fonts;
    private readonly bool _isBold;

    private TextBlock(ShareFonts fonts, bool isBold, float size) => (_fonts, _isBold, Size) = (fonts, isBold, size);

    /// <summary>The size of its letters, in pixels.</summary>
    public float Size { get; }

    /// <summary>Its words by line, in reading order.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Lines { get; private set; } = [];

    /// <summary>Its height, in pixels.</summary>
    public float Height => Lines.Count * Size * LineHeight;

    /// <summary>Whether the whole text is in its lines.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Fits a text into a width and a number of lines: in the largest size that holds all of it, or cut in the smallest.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fonts">The typefaces.</param>
    /// <param name="isBold">Whether it is bold.</param>
    /// <param name="width">The width, in pixels.</param>
    /// <param name="sizes">The sizes to try, largest first, each with the number of lines that it may have.</param>
    public static TextBlock Fit(string text, ShareFonts fonts, bool isBold, float width, params (float Size, int Lines)[] sizes)
    {
        TextBlock block = null!;
        foreach (var (size, lines) in sizes)
        {
            block = new TextBlock(fonts, isBold, size);
            block.Break(text, width, lines);
            if (block.IsWhole)
                break;
        }

        return block;
    }

    /// <summary>Draws it; text that reads from right to left at the right side.</summary>
    /// <returns>The width of its widest line.</returns>
    public float Draw(SKCanvas canvas, float left, float top, float width, SKColor colour)
    {
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        var isRightward = !ReadsLeftward(Lines.SelectMany(line => line));
        var (baseline, widest) = (top + Size, 0f);
        foreach (var line in Lines)
        {
            var length = WidthOf(line);
            var x = isRightward ? left : left + width - length;
            foreach (var word in Arrange(line, isRightward))
            {
                foreach (var (run, face) in RunsOf(word))
                {
                    using var font = FontOf(face);
                    canvas.DrawShapedText(_fonts.ShaperOf(face), run, x, baseline, SKTextAlign.Left, font, paint);
                    x += _fonts.ShaperOf(face).Shape(run, font).Width;
                }

                x += Space;
            }

            baseline += Size * LineHeight;
            widest = Math.Max(widest, length);
        }

        return widest;
    }

    /// <summary>The words of a line from left to right.</summary>
    internal static IEnumerable<string> Arrange(IReadOnlyList<string> line, bool isRightward)
    {
        var groups = new List<List<string>>();
        foreach (var word in line)
        {
            if (groups is [.., var last] && ReadsLeftward([last[0]]) == ReadsLeftward([word]))
                last.Add(word);
            else
                groups.Add([word]);
        }

        if (!isRightward)
            groups.Reverse();
        return groups.SelectMany(group => ReadsLeftward([group[0]]) ? Enumerable.Reverse(group) : group);
    }

    private float Space => Size * 0.26f;

    private void Break(string text, float width, int maxLines)
    {
        var lines = new List<IReadOnlyList<string>>();
        var (line, used) = (new List<string>(), 0f);
        IsWhole = true;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Pieces(word, width)))
        {
            var length = WidthOf(word);
            if (line.Count > 0 && used + Space + length > width)
            {
                if (lines.Count + 1 == maxLines)
                {
                    IsWhole = false;
                    Shorten(line, width);
                    break;
                }

                lines.Add(line);
                (line, used) = ([], 0);
            }

            used += (line.Count > 0 ? Space : 0) + length;
            line.Add(word);
        }

        Lines = line.Count > 0 ? [.. lines, line] : lines;
    }

    // A word wider than a line, in pieces as wide as one.
    private IEnumerable<string> Pieces(string word, float width)
    {
        if (WidthOf(word) <= width)
            return [word];
        var pieces = new List<string>();
        var piece = new StringBuilder();
        foreach (var letter in Letters(word))
        {
            if (piece.Length > 0 && WidthOf(piece + letter) > width)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }

            piece.Append(letter);
        }

        return [.. pieces, piece.ToString()];
    }

    private void Shorten(List<string> line, float width)
    {
        while (WidthOf(line) + WidthOf("…") > width)
        {
            var letters = Letters(line[^1]);
            if (letters.Count > 1)
                line[^1] = string.Concat(letters.SkipLast(1));
            else if (line.Count > 1)
                line.RemoveAt(line.Count - 1);
            else
                break;
        }

        line[^1] += "…";
    }

    private static List<string> Letters(string word)
    {
        var letters = new List<string>();
        var elements = StringInfo.GetTextElementEnumerator(word);
        while (elements.MoveNext())
            letters.Add(elements.GetTextElement());
        return letters;
    }

    private float WidthOf(IReadOnlyList<string> line) => line.Sum(WidthOf) + Space * Math.Max(0, line.Count - 1);

    private float WidthOf(string word)
    {
        var width = 0f;
        foreach (var (run, face) in RunsOf(word))
        {
            using var font = FontOf(face);
            width += _fonts.ShaperOf(face).Shape(run, font).Width;
        }

        return width;
    }

    // The parts of a word by typeface, from left to right.
    private List<(string Text, SKTypeface Face)> RunsOf(string word)
    {
        var runs = new List<(string Text, SKTypeface Face)>();
        var near = word.EnumerateRunes().FirstOrDefault(Rune.IsLetter) is { Value: > 0 } letter ? _fonts.Find(letter.Value, _isBold) : null;
        foreach (var rune in word.EnumerateRunes())
        {
            // Marks and punctuation stay with the letter before them, or with the first: a bracket turns with its word.
            var face = near is not null && !Rune.IsLetterOrDigit(rune) && ShareFonts.Has(near, rune.Value) ? near : _fonts.Find(rune.Value, _isBold);
            if (face is null)
                continue;
            near = face;
            if (runs is [.., var last] && last.Face == face)
                runs[^1] = (last.Text + rune, face);
            else
                runs.Add((rune.ToString(), face));
        }

        if (ReadsLeftward([word]))
            runs.Reverse();
        return runs;
    }

    private SKFont FontOf(SKTypeface face) => new(face, Size) { Subpixel = true, Edging = SKFontEdging.Antialias };

    private static bool ReadsLeftward(IEnumerable<string> words)
    {
        foreach (var rune in words.SelectMany(word => word.EnumerateRunes()))
        {
            if (rune.Value is (>= 0x590 and < 0x900) or (>= 0xFB1D and < 0xFE00) or (>= 0xFE70 and < 0xFF00) or (>= 0x10800 and < 0x11000)
                or (>= 0x1E800 and < 0x1F000))
            {
                return true;
            }

            if (Rune.IsLetter(rune))
                return false;
        }

        return false;
    }
}
