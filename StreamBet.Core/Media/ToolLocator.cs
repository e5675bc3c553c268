namespace StreamBet.Core.Media;

/// <summary>Finds programs.</summary>
internal static class ToolLocator
{
    /// <summary>The full path of a program, given its path or a name to look for on PATH; null if there is no
    /// executable file.</summary>
    public static string? Find(string tool)
    {
        if (tool.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return IsExecutable(tool) ? Path.GetFullPath(tool) : null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var names = OperatingSystem.IsWindows() ? [tool + ".exe"] : new[] { tool };
        // A relative entry in PATH would run a program from the current folder.
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
