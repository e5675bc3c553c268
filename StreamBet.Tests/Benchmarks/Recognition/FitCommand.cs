using System.Globalization;
using System.Text;
using StreamBet.Core.Vision.Certainty;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks.Recognition;

/// <summary>Fits the constants of the doubt on folders with manifests, and writes them with what they are worth:
/// <c>fit FOLDER...</c></summary>
internal static class FitCommand
{
    private const string Begin = "<!-- written by fit: begin -->\n";
    private const string End = "<!-- written by fit: end -->\n";

    private static readonly string Constants = Path.Combine(Repository.Root, "StreamBet.Core", "Vision", "calibration.json");
    private static readonly string Document = Path.Combine(Repository.Root, "docs", "recognition.md");
    private static readonly string Diagram = Path.Combine(Repository.Root, "docs", "recognition-reliability.svg");

    public static async Task RunAsync(IReadOnlyList<string> folders)
    {
        var clips = await ExaminedClip.ExamineAsync([.. folders.SelectMany(KnownClip.In)]);
        var (table, leftOut) = CalibrationFit.Fit(clips);
        var report = new RecognitionReport();
        foreach (var (clip, others) in clips.Zip(leftOut))
            report.Add(clip.Known, clip.Analyze(others));

        var json = table.ToJson();
        await File.WriteAllTextAsync(Constants, json);
        var reliability = Reliability.Of(report.Markets);
        await File.WriteAllTextAsync(Diagram, Reliability.ToSvg(reliability));
        var measured = Describe(CalibrationTable.Read(Encoding.UTF8.GetBytes(json)), report, reliability);
        var document = await File.ReadAllTextAsync(Document);
        var begin = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = document.IndexOf(End, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Document, document[..begin] + measured + document[end..]);
        Console.Write(measured);
        Console.WriteLine(ReportText.ListMistakes(report));
    }

    private static string Describe(CalibrationTable table, RecognitionReport report, IReadOnlyList<ReliabilityBin> reliability)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Calibration `{table.Id}`, {table.Clips} clips, prior {table.Prior}. ");
        text.Append("Each clip is judged with the constants of all others.\n\n");
        text.Append(ReportText.Summarize(report)).Append('\n');
        text.Append("| kind | clips with it | offset | doubt of 20 at evidence | residue |\n| --- | --- | --- | --- | --- |\n");
        foreach (var (kind, constants) in table.Kinds)
        {
            var at = (-Math.Log(4) - table.Intercept - constants.Offset) / table.Slope;
            text.Append(CultureInfo.InvariantCulture, $"| {kind} | {constants.Positives} | {constants.Offset:0.00} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Math.Min(0, at):0.00} | {constants.Residue:0.0} % |\n");
        }

        foreach (var (label, residue) in table.LabelResidues)
            text.Append(CultureInfo.InvariantCulture, $"\nResidue of {label} by itself: {residue:0.0} %.\n");
        text.Append("\n| label | plainly there | YES | NO | not there | YES | NO |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var (label, counts) in table.Labels)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {label} | {counts.Positives} | {counts.Yes} | {counts.No} ");
            text.Append(CultureInfo.InvariantCulture, $"| {counts.Absent} | {counts.WrongYes} | {counts.RightNo} |\n");
        }


        return text.Append('\n').Append(Reliability.ToTable(reliability)).ToString();
    }
}
