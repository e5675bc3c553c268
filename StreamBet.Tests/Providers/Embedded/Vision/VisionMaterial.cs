namespace StreamBet.Tests.Providers.Embedded.Vision;

/// <summary>What the vision tests need from disk.</summary>
internal static class VisionMaterial
{
    /// <summary>The directory in which the models are installed; test.sh installs them.</summary>
    public static string ModelDirectory { get; } =
        FindAbove(Path.Combine("StreamBet.Core", "Providers", "Embedded", "Models"))
        ?? throw new DirectoryNotFoundException("These tests run from within a checkout of the project.");

    /// <summary>The files of the models themselves.</summary>
    public static string ModelFolder =>
        Path.Combine(ModelDirectory, "node_modules", "@vladmandic", "human-models", "models");

    /// <summary>A folder of the material that lies beside the project; null where there is none.</summary>
    public static string? Shared(params string[] names)
    {
        var inside = Path.Combine(names);
        var named = Environment.GetEnvironmentVariable("STREAMBET_SHARED");
        var path = string.IsNullOrEmpty(named) ? FindAbove(Path.Combine("shared", inside)) : Path.Combine(named, inside);
        return Directory.Exists(path) ? path : null;
    }

    private static string? FindAbove(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, path);
            if (Directory.Exists(candidate))
                return candidate;
        }

        return null;
    }
}
