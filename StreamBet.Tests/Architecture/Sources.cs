using StreamBet.Tests.Support;

namespace StreamBet.Tests.Architecture;

/// <summary>A source file of the project.</summary>
/// <param name="Path">Its path from the project's root, with slashes.</param>
/// <param name="Text">All of it.</param>
internal sealed record Source(string Path, string Text);

/// <summary>The project's sources, for tests of what they say.</summary>
internal static class Sources
{
    private static readonly string[] Generated = ["/bin/", "/obj/", "/node_modules/", "/Migrations/"];

    /// <summary>The C# and Razor files of some projects.</summary>
    public static IEnumerable<Source> Of(params string[] projects) => projects
        .SelectMany(project => Directory.EnumerateFiles(
            Path.Combine(Repository.Root, project), "*", SearchOption.AllDirectories))
        .Select(path => (Full: path, Path: Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')))
        .Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal) || file.Path.EndsWith(".razor", StringComparison.Ordinal))
        .Where(file => !Generated.Any(folder => file.Path.Contains(folder, StringComparison.Ordinal)))
        .Select(file => new Source(file.Path, File.ReadAllText(file.Full)));
}
