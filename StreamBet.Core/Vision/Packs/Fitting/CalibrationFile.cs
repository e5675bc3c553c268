using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StreamBet.Core.Vision.Packs.Fitting;

/// <summary>Writes a calibration into a pack's manifest.</summary>
internal static class CalibrationFile
{
    // People read and edit the file, so letters stay letters.
    private static readonly JsonSerializerOptions Format = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>Replaces the calibration and keeps the other members. The file is replaced as a whole, so that it is never
    /// half written.</summary>
    /// <param name="folder">The pack's folder.</param>
    /// <param name="calibration">The calibration.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Write(string folder, PackCalibration calibration)
    {
        var path = Path.Combine(folder, PackFolder.ManifestName);
        var manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        manifest["calibration"] = ToJson(calibration);
        var written = $"{path}.new";
        using (var file = new FileStream(written, FileMode.Create, FileAccess.Write))
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(manifest, Format));
            file.Flush(flushToDisk: true);
        }

        File.Move(written, path, overwrite: true);
    }

    private static JsonObject ToJson(PackCalibration calibration) => new()
    {
        ["basis"] = calibration.Basis,
        ["clips"] = calibration.Clips,
        ["classes"] = new JsonArray([.. calibration.Classes.Select(ToJson)]),
    };

    private static JsonNode ToJson(ClassCalibration known) => new JsonObject
    {
        ["name"] = known.Name,
        ["intercept"] = known.Intercept,
        ["slope"] = known.Slope,
        ["positives"] = known.Counts.Positives,
        ["yes"] = known.Counts.Yes,
        ["no"] = known.Counts.No,
        ["absent"] = known.Counts.Absent,
        ["wrong_yes"] = known.Counts.WrongYes,
        ["right_no"] = known.Counts.RightNo,
    };
}
