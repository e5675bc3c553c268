namespace StreamBet.Core.Media;

/// <summary>What a tool reads to be able to run: programs, libraries, and where the libraries are.</summary>
internal static class SystemFolders
{
    /// <summary>Folders and files that exist on this machine.</summary>
    public static IReadOnlyList<string> Readable { get; } =
    [
        .. new[]
        {
            "/usr/bin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec", "/usr/local/bin", "/usr/local/lib", "/nix/store",
            "/etc/alternatives", "/etc/ld.so.cache",
        }.Where(Path.Exists),
    ];

    /// <summary>Folders at the root that are links on most systems, with what they point to, such as "/lib" and "usr/lib"; null for
    /// one that is a folder itself.</summary>
    public static IReadOnlyList<(string Folder, string? Target)> AtRoot { get; } =
    [
        .. new[] { "/bin", "/lib", "/lib32", "/lib64" }.Where(Directory.Exists)
            .Select(folder => (folder, new DirectoryInfo(folder).LinkTarget)),
    ];

    /// <summary>Devices that every program may use.</summary>
    public static IReadOnlyList<string> Devices { get; } = ["/dev/null", "/dev/zero", "/dev/urandom"];

    /// <summary>What else a tool needs that is installed elsewhere: its own file, and the libraries that came with it.</summary>
    public static IEnumerable<string> Of(string tool)
    {
        var file = File.ResolveLinkTarget(tool, returnFinalTarget: true)?.FullName ?? tool;
        var folder = Path.GetDirectoryName(file);
        var libraries = Path.GetFileName(folder) == "bin" ? Path.Combine(Path.GetDirectoryName(folder)!, "lib") : null;
        return new[] { tool, file, libraries }.OfType<string>().Distinct().Where(path => !IsReadable(path) && Path.Exists(path));
    }

    private static bool IsReadable(string path) =>
        Readable.Concat(AtRoot.Select(entry => entry.Folder))
            .Any(folder => path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal));
}
