namespace StreamBet.Core.Media;

/// <summary>Finds programs.</summary>
internal static class ToolLocator
{
    /// <summary>The full path of a program that is named by its path, or by its name alone and then looked for on PATH;
    /// null when there is none that may be executed.</summary>
    public static string? Find(string tool)
    {
        if (tool.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return IsExecutable(tool) ? Path.GetFullPath(tool) : null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var names = OperatingSystem.IsWindows() ? [tool + ".exe"] : new[] { tool };
        // A relative entry would run whatever lies in the current folder.
        return folders.Where(Path.IsPathFullyQualified)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path)
    {
        if (!File.Exists(path))
            return false;
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & execute) != 0;
    }
}
