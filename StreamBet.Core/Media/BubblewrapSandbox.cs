namespace StreamBet.Core.Media;

/// <summary>Bubblewrap: a tool sees the system's programs and libraries, its own files, no network and no other process. It can
/// write to nothing but the files that its command names, has no privileges, and ends with the server.</summary>
/// <param name="path">The full path of bwrap.</param>
internal sealed class BubblewrapSandbox(string path) : Sandbox
{
    private readonly IReadOnlyList<string> _common =
    [
        path,
        "--unshare-user", "--unshare-net", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
        "--die-with-parent", "--new-session", "--cap-drop", "ALL",
        .. SystemFolders.Readable.SelectMany(place => Bind("--ro-bind", place)),
        .. SystemFolders.AtRoot.SelectMany(entry =>
            entry.Target is { } target ? ["--symlink", target, entry.Folder] : Bind("--ro-bind", entry.Folder)),
        .. SystemFolders.Devices.SelectMany(device => Bind("--dev-bind", device)),
    ];

    /// <inheritdoc/>
    public override string Name => "bubblewrap";

    /// <inheritdoc/>
    public override bool Isolates => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Before(string tool, ChildCommand command) =>
    [
        .. _common,
        .. SystemFolders.Of(tool).SelectMany(place => Bind("--ro-bind", place)),
        // A file that is not there is for the tool to complain about.
        .. command.Reads.SelectMany(file => Bind("--ro-bind-try", Path.GetFullPath(file))),
        .. command.Writes.SelectMany(file => Bind("--bind-try", Path.GetFullPath(file))),
        // The root itself is memory, in which a tool could otherwise leave files.
        "--remount-ro", "/", "--chdir", "/", "--",
    ];

    private static string[] Bind(string how, string place) => [how, place, place];
}
