using System.Runtime.InteropServices;

namespace StreamBet.Core.Media;

/// <summary>All processes that one process has started, and that have not left its group.</summary>
internal static class ProcessGroup
{
    private const int Kill9 = 9;

    /// <summary>Kills them all at once: none can be started meanwhile and be left behind, as with one after another. Does nothing if
    /// there are none, or if the process leads no group.</summary>
    /// <param name="leader">The id of the process that leads the group; it may have ended.</param>
    public static void Kill(int leader)
    {
        // 0 and -1 are other groups, the server's own among them.
        if (!OperatingSystem.IsWindows() && leader > 1)
            _ = Signal(-leader, Kill9);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
