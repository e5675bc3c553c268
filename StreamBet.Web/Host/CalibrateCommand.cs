using Microsoft.Extensions.Options;
using StreamBet.Core.Clips;
using StreamBet.Core.Kernel;
using StreamBet.Core.Media;
using StreamBet.Core.Vision;

namespace StreamBet.Web.Host;

/// <summary>The command <c>calibrate</c>: measures what the scores of a detector pack mean, without a server or a
/// network.</summary>
internal static class CalibrateCommand
{
    private const string Usage =
        """
        calibrate --pack FOLDER --clips FOLDER

          --pack FOLDER   a detector pack: a folder with pack.json and a model
          --clips FOLDER  clips and a labels.json that says what they show

        Runs the pack over the clips and writes its calibration into pack.json; docs/packs.md has an example. Ends with 0, or
        with 2 when the pack was left as it is.
        """;

    // Labelled clips are the operator's own.
    private static readonly TimeSpan LongestClip = TimeSpan.FromHours(6);

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">The arguments after <c>calibrate</c>.</param>
    /// <param name="output">Receives the table.</param>
    /// <param name="error">Receives why the pack could not be calibrated.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>0, or 2 when the pack was left as it is.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var (pack, clips) = arguments switch
        {
            ["--pack", { Length: > 0 } first, "--clips", { Length: > 0 } second] => (first, second),
            ["--clips", { Length: > 0 } second, "--pack", { Length: > 0 } first] => (first, second),
            _ => (null, null),
        };
        if (pack is null || clips is null)
        {
            await error.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            await using var services = new ServiceCollection()
                .AddLogging()
                .AddSingleton(TimeProvider.System)
                .AddSingleton(Options.Create(new StreamBetOptions { MaxDuration = LongestClip }))
                .AddMedia()
                .AddDetectorCalibration()
                .BuildServiceProvider();
            await services.GetRequiredService<DetectorCalibration>().RunAsync(pack, clips, output, cancellationToken);
            return 0;
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException or UnauthorizedAccessException
            or RefusedException or AnalysisFailedException)
        {
            await error.WriteLineAsync(wrong.Message);
            return 2;
        }
    }
}
