namespace StreamBet.Tests.Support;

/// <summary>Replaces ffmpeg where a test needs it to fail in a specific way.</summary>
internal static class FakeTool
{
    /// <summary>Writes an ffmpeg that lists one encoder and otherwise runs the given shell lines.</summary>
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
