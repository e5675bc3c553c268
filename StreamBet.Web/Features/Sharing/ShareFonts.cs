using SkiaSharp;
using SkiaSharp.HarfBuzz;

namespace StreamBet.Web.Features.Sharing;

/// <summary>The typefaces of drawn pictures: the product's own, and for what it lacks those of the system. Used by one drawing at a
/// time.</summary>
internal sealed class ShareFonts : IDisposable
{
    private const int MaxFiles = 400, MaxKnown = 4_096;

    private static readonly string[] Kinds = [".ttf", ".otf", ".ttc"];

    private readonly SKTypeface[] _bold = Load(700), _regular = Load(400);
    private readonly Queue<string> _files = new(SystemFiles());
    private readonly List<SKTypeface> _system = [];
    private readonly Dictionary<(int Code, bool IsBold), SKTypeface?> _known = [];
    private readonly Dictionary<SKTypeface, SKShaper> _shapers = [];

    /// <summary>A typeface that has a character; null if none has.</summary>
    public SKTypeface? Find(int code, bool isBold)
    {
        if (_known.TryGetValue((code, isBold), out var known))
            return known;
        if (_known.Count >= MaxKnown)
            _known.Clear();
        return _known[(code, isBold)] = Array.Find(isBold ? _bold : _regular, face => Has(face, code))
            ?? (SKFontManager.Default.MatchCharacter(code) is { } matched ? Added(matched) : OfSystem(code));
    }

    /// <summary>Whether a typeface has a character.</summary>
    public static bool Has(SKTypeface face, int code)
    {
        using var font = new SKFont(face);
        return font.ContainsGlyph(code);
    }

    /// <summary>What places the letters of a typeface.</summary>
    public SKShaper ShaperOf(SKTypeface face)
    {
        if (!_shapers.TryGetValue(face, out var shaper))
            _shapers[face] = shaper = new SKShaper(face);
        return shaper;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var shaper in _shapers.Values)
            shaper.Dispose();
        foreach (var face in _bold.Concat(_regular).Concat(_system))
            face.Dispose();
    }

    // Opens no more files than it takes to find the character.
    private SKTypeface? OfSystem(int code)
    {
        if (_system.Find(face => Has(face, code)) is { } open)
            return open;
        while (_files.TryDequeue(out var file))
        {
            if (SKTypeface.FromFile(file) is { } face && Has(Added(face), code))
                return face;
        }

        return null;
    }

    private SKTypeface Added(SKTypeface face)
    {
        _system.Add(face);
        return face;
    }

    private static SKTypeface[] Load(int weight)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Fonts");
        return Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, $"*-{weight}-normal.woff").Order(StringComparer.Ordinal).Select(Read).OfType<SKTypeface>()]
            : [];
    }

    private static SKTypeface? Read(string file)
    {
        using var data = SKData.CreateCopy(Woff.Unpack(File.ReadAllBytes(file)));
        return SKTypeface.FromData(data);
    }

    // Skia's build without dependencies knows no fonts of the system. Plain upright ones first.
    private static IEnumerable<string> SystemFiles()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] folders = ["/usr/share/fonts", "/usr/local/share/fonts", Path.Combine(home, ".local/share/fonts"), Path.Combine(home, ".fonts")];
        return folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
            .Where(file => Kinds.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Take(MaxFiles)
            .OrderBy(file => Rank(Path.GetFileNameWithoutExtension(file))).ThenBy(file => file, StringComparer.Ordinal);
    }

    private static int Rank(string name) => (Names(name, "Sans") ? 0 : 4) + (Names(name, "Bold") ? 0 : 1)
        + (Names(name, "Italic") || Names(name, "Oblique") || Names(name, "Mono") || Names(name, "Condensed") ? 8 : 0);

    private static bool Names(string name, string word) => name.Contains(word, StringComparison.OrdinalIgnoreCase);
}
