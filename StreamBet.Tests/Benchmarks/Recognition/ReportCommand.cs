using System.Diagnostics;
using System.Globalization;
using StreamBet.Core.Findings;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks.Recognition;

/// <summary>Says how well labels and verdicts are on a folder with a manifest: <c>report FOLDER [--pictures
/// OUT]</c></summary>
internal static class ReportCommand
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static async Task RunAsync(string folder, string? pictures)
    {
        var report = new RecognitionReport();
        foreach (var clip in KnownClip.In(folder))
        {
            var analysis = await KnownAnalyses.OfAsync(clip.Path);
            report.Add(clip, analysis);
            var sure = analysis.Labels.Where(label => label.Confidence > 80)
                .Select(label => FormattableString.Invariant($"{label.Name} {label.Confidence:0.0}")
                    + (clip.IsRight(label) ? "" : " WRONG"));
            Console.WriteLine($"{clip.Name}: {string.Join(", ", sure)}{Bounds(analysis)}");
        }

        Console.WriteLine();
        Console.Write(ReportText.Summarize(report));
        Console.WriteLine();
        Console.Write(Reliability.ToTable(Reliability.Of(report.Markets)));
        Console.WriteLine();
        Console.Write(ReportText.ListMistakes(report));
        if (pictures is null)
            return;
        Directory.CreateDirectory(pictures);
        // What is right is drawn too: only a look tells whether it is so for the right reason.
        foreach (var market in report.Markets.Where(market => market.Verdict.IsYes == true || ReportText.IsWorthShowing(market)))
            await DrawAsync(market, pictures);
    }

    private static string Bounds(ClipAnalysis analysis) =>
        analysis.Calibration is { OutOfBounds: { } why } ? $" (no NO: {why})" : "";

    /// <summary>Draws the moment that speaks most for the label with its box, or the middle of the thing's first
    /// stretch where nothing was seen of it.</summary>
    private static async Task DrawAsync(JudgedLabel market, string pictures)
    {
        var stretch = market.Clip.Things.TryGetValue(market.Thing, out var stretches) ? stretches[0] : default;
        var at = market.At ?? ((stretch.From + stretch.To) / 2);
        var clip = Path.GetFileNameWithoutExtension(market.Clip.Name);
        var name = $"{ReportText.Name(market)} {market.Name} {clip}.jpg".Replace(' ', '-');
        var start = new ProcessStartInfo("ffmpeg");
        string[] arguments =
        [
            "-nostdin", "-v", "error", "-y", "-i", market.Clip.Path, "-ss", at.ToString("0.###", Invariant),
            "-map", "0:V:0", "-frames:v", "1", "-vf", Drawing(market.Box), Path.Combine(pictures, name),
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var ffmpeg = Process.Start(start)!;
        await ffmpeg.WaitForExitAsync();
    }

    private static string Drawing(Box? box) => box is { } seen
        ? string.Create(Invariant, $"drawbox=x=iw*{seen.Left:0.####}:y=ih*{seen.Top:0.####}:")
            + string.Create(Invariant, $"w=iw*{seen.Width:0.####}:h=ih*{seen.Height:0.####}:color=red:t=3")
        : "null";
}
