using System.Text.Json;

namespace StreamBet.Tests.Support;

/// <summary>Clips that lie beside the project, not in it. Tests that need them say so, and pass where they are
/// absent.</summary>
internal static class SharedMaterial
{
    /// <summary>The environment variable that names the folder when it is not next to the project.</summary>
    public const string Variable = "STREAMBET_SHARED";

    private static readonly string? Root = FindRoot();

    /// <summary>The folder of realistic clips; null where there is none.</summary>
    public static string? Clips => Folder("clips");

    /// <summary>The folders of clips with known contents, which calibrate the analyzer.</summary>
    public static IReadOnlyList<string> KnownClips =>
        [.. new[] { Folder("clips"), Folder("clips-dev") }.OfType<string>()];

    /// <summary>The folder of malicious clips; null where there is none.</summary>
    public static string? HostileClips => Folder("hostile-clips");

    /// <summary>The folder of Rekognition's label lists; null where there is none.</summary>
    public static string? Taxonomy => AwsFolder("taxonomy");

    /// <summary>The folder of recorded Rekognition answers; null where there is none.</summary>
    public static string? RekognitionSamples => AwsFolder("rekognition-samples");

    /// <summary>The same way to AWS written in Python, which the product is measured against; null where there is none.</summary>
    public static string? Peer =>
        Root is not null && Path.Combine(Root, "peers", "flask_poc.py") is var file && File.Exists(file) ? file : null;

    /// <summary>The entries of a folder's manifest, one per clip.</summary>
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
