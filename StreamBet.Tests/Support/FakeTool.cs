namespace StreamBet.Tests.Support;

/// <summary>Stands in for ffmpeg where a test needs one that fails in its own way.</summary>
internal static class FakeTool
{
    /// <summary>Writes an ffmpeg that knows one encoder and, asked for anything else, runs these lines of a
    /// shell.</summary>
    public static async Task<string> FfmpegAsync(TemporaryFolder folder, string lines, string encoder = "libx264")
    {
        var path = folder.File($"ffmpeg-{encoder}");
        await File.WriteAllTextAsync(
            path,
            $"""
            #!/bin/sh
            case "$*" in *-encoders*) echo ' V....D {encoder}  its name'; exit 0;; esac
            {lines}
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
