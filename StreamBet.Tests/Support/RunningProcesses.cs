using System.Diagnostics;

namespace StreamBet.Tests.Support;

/// <summary>Inspects the processes of a Linux machine.</summary>
internal static class RunningProcesses
{
    /// <summary>The ids of processes with an argument that contains the text; empty where there is no /proc.</summary>
    public static IReadOnlyList<int> WithArgument(string text)
    {
        if (!Directory.Exists("/proc"))
            return [];
        return Directory.EnumerateDirectories("/proc")
            .Select(folder => (Id: int.TryParse(Path.GetFileName(folder), out var id) ? id : 0, Folder: folder))
            .Where(entry => entry.Id > 0 && entry.Id != Environment.ProcessId)
            .Where(entry => CommandLine(entry.Folder).Contains(text, StringComparison.Ordinal))
            .Select(entry => entry.Id)
            .ToList();
    }

    /// <summary>Suspends a process.</summary>
    public static async Task FreezeAsync(int id)
    {
        // The shell's built-in kill, since not every machine has the program.
        using var shell = Process.Start("sh", ["-c", $"kill -STOP {id}"]);
        await shell.WaitForExitAsync();
        shell.ExitCode.Should().Be(0);
    }

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
