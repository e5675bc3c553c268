using System.Globalization;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks.Recognition.Texts;

/// <summary>Fits the constants of text readings on texts drawn onto real clips and on the texts of real clips, and writes
/// them with what they are worth: <c>fit-text FONTS FOLDER...</c></summary>
internal static class TextFitCommand
{
    private const string Begin = "<!-- written by fit-text: begin -->\n";
    private const string End = "<!-- written by fit-text: end -->\n";
    private const int Rounds = 2;

    private static readonly string Constants = Path.Combine(Repository.Root, "StreamBet.Core", "Vision", "text-calibration.json");
    private static readonly string Document = Path.Combine(Repository.Root, "docs", "recognition.md");

    /// <summary>Runs the command.</summary>
    /// <param name="fonts">A folder of fonts.</param>
    /// <param name="folders">Folders of clips with manifests.</param>
    /// <param name="work">Where drawn clips are kept for the next time; null for nowhere.</param>
    public static async Task RunAsync(string fonts, IReadOnlyList<string> folders, string? work = null)
    {
        using var temporary = new TemporaryFolder();
        var real = folders.SelectMany(TextClip.In).ToList();
        var rendered = await RenderedTexts.MakeAsync(
            [.. real.Where(clip => clip.HasNoText).Select(clip => clip.Path).Order(StringComparer.Ordinal)], FontsIn(fonts),
            work ?? temporary.Path, Rounds);
        var read = await ReadClip.ReadAsync([.. rendered, .. real.Where(clip => clip.Texts.Count > 0)]);

        var fit = new TextFit(read);
        var measured = fit.Describe();
        await File.WriteAllTextAsync(Constants, fit.Table.ToJson());
        var document = await File.ReadAllTextAsync(Document);
        var begin = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = document.IndexOf(End, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Document, document[..begin] + measured + document[end..]);
        Console.Write(measured);
        Console.WriteLine(fit.ListMistakes());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"reading took {read.Sum(clip => clip.Seconds):0} s"));
    }

    // Hairlines are for print: nobody draws them onto videos.
    private static List<string> FontsIn(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.?tf", SearchOption.AllDirectories)
            .Where(font => !font.Contains("Hairline", StringComparison.Ordinal) && !font.Contains("Thin", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];
}
