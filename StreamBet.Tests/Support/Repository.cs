namespace StreamBet.Tests.Support;

/// <summary>The project's own files, for tests of everything that is not code.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of the vision models; test.sh installs them.</summary>
    public static string Models { get; } = Path.Combine(Root, "StreamBet.Core", "Vision", "Models");

    /// <summary>The files of the vision models.</summary>
    public static string ModelFiles { get; } =
        Path.Combine(Models, "node_modules", "@vladmandic", "human-models", "models");

    /// <summary>The text of a file in the repository.</summary>
    public static string ReadText(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "StreamBet.Blazor.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the project.");
        return folder.FullName;
    }
}
