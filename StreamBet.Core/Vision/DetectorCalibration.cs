using System.Globalization;
using StreamBet.Core.Clips;
using StreamBet.Core.Findings;
using StreamBet.Core.Kernel;
using StreamBet.Core.Media;
using StreamBet.Core.Vision.Detection;
using StreamBet.Core.Vision.Packs;
using StreamBet.Core.Vision.Packs.Fitting;

namespace StreamBet.Core.Vision;

/// <summary>Measures what the scores of a detector pack mean and writes it into the pack.</summary>
public sealed class DetectorCalibration
{
    private readonly PackFit _fit;

    internal DetectorCalibration(IClipProbe probe, IFrameSource frames) =>
        _fit = new PackFit(probe, frames, SamplePlan.SamplesPerSecond);

    /// <summary>Runs a pack over labelled clips, writes its calibration and prints a table.</summary>
    /// <param name="packFolder">The pack's folder.</param>
    /// <param name="clipFolder">The folder with the clips and their <c>labels.json</c>.</param>
    /// <param name="output">Receives the table.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="InvalidDataException">The pack or the labels are wrong, or no class can be calibrated; the message has
    /// a line per mistake.</exception>
    /// <exception cref="RefusedException">A clip can't be read.</exception>
    /// <exception cref="AnalysisFailedException">A clip can't be examined.</exception>
    /// <exception cref="IOException">The pack can't be written.</exception>
    public async Task RunAsync(string packFolder, string clipFolder, TextWriter output, CancellationToken cancellationToken)
    {
        var mistakes = new List<string>();
        using var pack = DetectorPack.Load(packFolder, ExecutionProvider.Processor, mistakes, isToBeCalibrated: true);
        var clips = pack is null ? [] : LabelledClips.Read(clipFolder, pack.Manifest.Classes, mistakes);
        if (pack is null || mistakes.Count > 0)
            throw new InvalidDataException(string.Join('\n', mistakes));

        var done = 0;
        var result = await _fit.RunAsync(
            pack, clips,
            clip => output.WriteLineAsync($"{++done} of {clips.Count}: {Path.GetFileName(clip.Path)}"),
            cancellationToken);
        foreach (var sentence in result.Refused)
            await output.WriteLineAsync($"Not calibrated: {sentence}");
        if (result.Calibration.Classes.Count == 0)
            throw new InvalidDataException("No class could be calibrated, so the pack was left as it is.");
        CalibrationFile.Write(packFolder, result.Calibration);
        await WriteTableAsync(result.Calibration, output);
    }

    private static async Task WriteTableAsync(PackCalibration calibration, TextWriter output)
    {
        const string columns = "{0,-40} {1,9} {2,9} {3,9} {4,6} {5,9} {6,9} {7,7} {8,8}";
        async Task WriteAsync(params object[] values) =>
            await output.WriteLineAsync(string.Format(CultureInfo.InvariantCulture, columns, values));

        await WriteAsync("class", "intercept", "slope", "clips", "YES", "wrong YES", "wrong NO", "residue", "decides");
        foreach (var known in calibration.Classes)
        {
            var counts = known.Counts;
            await WriteAsync(
                known.Name, known.Intercept, known.Slope, $"{counts.Positives}+{counts.Absent}", counts.Yes, counts.WrongYes, counts.No,
                known.Residue,
                (known.MayDecide, known.Residue < Sighting.MinDoubt) switch
                {
                    (false, _) => "nothing",
                    (_, false) => "YES",
                    _ => "YES, NO",
                });
        }
    }
}
