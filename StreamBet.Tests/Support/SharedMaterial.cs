using System.Text.Json;

namespace StreamBet.Tests.Support;

/// <summary>Clips that lie beside the project and not in it. Tests that need them say so and pass where they are
/// absent.</summary>
internal static class SharedMaterial
{
    /// <summary>Names the folder where it is not a neighbour of the project.</summary>
    public const string Variable = "STREAMBET_SHARED";

    private static readonly string? Root = FindRoot();

    /// <summary>The folder with clips that look real; null where there is none.</summary>
    public static string? Clips => Folder("clips");

    /// <summary>The folders with clips of known contents, from which the analyzer's calibration was drawn.</summary>
    public static IReadOnlyList<string> KnownClips =>
        [.. new[] { Folder("clips"), Folder("clips-dev") }.OfType<string>()];

    /// <summary>The folder with clips made to do harm; null where there is none.</summary>
    public static string? HostileClips => Folder("hostile-clips");

    /// <summary>The folder with Rekognition's lists of labels; null where there is none.</summary>
    public static string? Taxonomy => AwsFolder("taxonomy");

    /// <summary>The folder with recorded answers of Rekognition; null where there is none.</summary>
    public static string? RekognitionSamples => AwsFolder("rekognition-samples");

    /// <summary>What a folder's manifest says, an entry a clip.</summary>
    public static IReadOnlyList<JsonElement> Manifest(string folder) =>
        JsonSerializer.Deserialize<List<JsonElement>>(File.ReadAllBytes(Path.Combine(folder, "manifest.json")))!;

    private static string? Folder(string name) =>
        Root is not null && File.Exists(Path.Combine(Root, name, "manifest.json")) ? Path.Combine(Root, name) : null;

    private static string? AwsFolder(string name) =>
        Root is not null && Path.Combine(Root, "aws", name) is var folder && Directory.Exists(folder) ? folder : null;

    private static string? FindRoot()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared");
            if (Directory.Exists(Path.Combine(candidate, "hostile-clips")))
                return candidate;
        }

        return null;
    }
}
