using System.Globalization;
using System.Text;

namespace StreamBet.Core.Kernel;

/// <summary>What Unicode says of characters, as far as names and questions need it. .NET can't tell here: the program runs without
/// the system's ICU (InvariantGlobalization), in which <see cref="string.Normalize()"/> changes nothing.</summary>
internal sealed class CharacterData
{
    private const string Resource = "unicode-15.0.0.txt";

    // Hangul syllables are composed by a formula of the Unicode Standard, 3.12.
    private const int HangulBase = 0xAC00, HangulCount = 11_172, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7,
        VowelCount = 21, TailCount = 28;

    private static readonly Lazy<CharacterData> Loaded = new(() => new CharacterData());

    private readonly List<(int First, int Last)> _hidden = [];
    private readonly Dictionary<int, int> _classes = [];
    private readonly Dictionary<int, int[]> _decompositions = [];
    private readonly Dictionary<int, int[]> _foldings = [];
    private readonly Dictionary<int, int[]> _confusables = [];

    private CharacterData()
    {
        using var text = new StreamReader(
            typeof(CharacterData).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is missing from the program."));
        var section = "";
        while (text.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
                section = line;
            else if (!line.StartsWith('#'))
                Read(section, line);
        }
    }

    /// <summary>The data, read once.</summary>
    public static CharacterData Current => Loaded.Value;

    /// <summary>Whether a reader can't see the character, or it changes how other text reads, or Unicode 15.0 has no such
    /// character.</summary>
    public bool IsHidden(Rune rune)
    {
        var place = _hidden.BinarySearch((rune.Value, int.MaxValue));
        return place >= 0 || (~place > 0 && rune.Value <= _hidden[~place - 1].Last);
    }

    /// <summary>The compatibility decomposition (NFKD) of a text, as code points.</summary>
    public List<int> Decompose(string text) => Ordered(text.EnumerateRunes().Select(rune => rune.Value).SelectMany(
        code => code is >= HangulBase and < HangulBase + HangulCount ? Jamo(code - HangulBase) : Find(_decompositions, code)));

    /// <summary>The default case folding of a decomposed text.</summary>
    public List<int> Fold(List<int> text) => Ordered(text.SelectMany(code => Find(_foldings, code)));

    /// <summary>The skeleton by UTS 39 of a decomposed text.</summary>
    public List<int> Skeleton(List<int> text) => Ordered(text.SelectMany(code => Find(_confusables, code)));

    private static int[] Find(Dictionary<int, int[]> table, int code) => table.TryGetValue(code, out var found) ? found : [code];

    private static int[] Jamo(int syllable)
    {
        var (rest, tail) = Math.DivRem(syllable, TailCount);
        var (lead, vowel) = Math.DivRem(rest, VowelCount);
        return tail == 0 ? [LeadBase + lead, VowelBase + vowel] : [LeadBase + lead, VowelBase + vowel, TailBase + tail];
    }

    // Canonical ordering: marks on the same letter, in the order of their classes.
    private List<int> Ordered(IEnumerable<int> codes)
    {
        List<int> text = [.. codes];
        for (var end = 1; end < text.Count; end++)
        {
            for (var i = end; i > 0 && ClassOf(text[i]) > 0 && ClassOf(text[i - 1]) > ClassOf(text[i]); i--)
                (text[i - 1], text[i]) = (text[i], text[i - 1]);
        }

        return text;
    }

    private int ClassOf(int code) => _classes.GetValueOrDefault(code);

    private void Read(string section, string line)
    {
        var parts = line.Split(';');
        var range = Array.ConvertAll(parts[0].Split(".."), Code);
        switch (section)
        {
            case "[hidden]":
                _hidden.Add((range[0], range[^1]));
                break;
            case "[class]":
                for (var code = range[0]; code <= range[^1]; code++)
                    _classes[code] = int.Parse(parts[1], CultureInfo.InvariantCulture);
                break;
            case "[decomposition]":
                _decompositions[range[0]] = Codes(parts[1]);
                break;
            case "[folding]":
                _foldings[range[0]] = Codes(parts[1]);
                break;
            case "[confusable]":
                _confusables[range[0]] = Codes(parts[1]);
                break;
            default:
                throw new InvalidOperationException($"{Resource} has an unknown section {section}.");
        }
    }

    private static int[] Codes(string text) => Array.ConvertAll(text.Split(' '), Code);

    private static int Code(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
