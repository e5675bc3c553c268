using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace StreamBet.Tests.Support;

/// <summary>Small clips, made by ffmpeg on first use and kept until the tests end. Treat them as read-only.</summary>
internal static class TestClips
{
    private static readonly TemporaryFolder Folder = TemporaryFolder.UntilTheTestsEnd();
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Made = new(StringComparer.Ordinal);

    /// <summary>The container that the file extension asks for, with a usual codec.</summary>
    private static string[] CodecFor(string name) => Path.GetExtension(name) == ".avi"
        ? ["-c:v", "mpeg4", "-q:v", "1"]
        : ["-c:v", "libx264", "-preset", "veryfast", "-qp", "0", "-bf", "2", "-pix_fmt", "yuv444p"];

    /// <summary>Four seconds at 30 fps, 64 x 64; <see cref="GreyOf"/> gives the grey of the picture at a
    /// time.</summary>
    /// <param name="extension">"mp4", "mov" or "avi".</param>
    public static Task<string> CountingAsync(string extension) => MakeAsync(
        $"counting.{extension}",
        ["-f", "lavfi", "-i", "color=black:s=64x64:r=30:d=4,format=gray,geq=lum='N*2'", .. CodecFor("." + extension)]);

    /// <summary>The grey of the counting clip at a time, 0-238.</summary>
    public static int GreyOf(double seconds) => 2 * (int)Math.Floor((seconds * 30) + 1e-6);

    /// <summary>One second of 320 x 180: red and green above blue and white.</summary>
    /// <param name="extension">"mp4", "mov" or "avi".</param>
    public static Task<string> QuartersAsync(string extension) => MakeAsync(
        $"quarters.{extension}",
        [
            "-f", "lavfi", "-i",
            "color=red:s=160x90:d=1[a];color=lime:s=160x90:d=1[b];color=blue:s=160x90:d=1[c];color=white:s=160x90:d=1[d];"
            + "[a][b]hstack[top];[c][d]hstack[bottom];[top][bottom]vstack",
            .. CodecFor("." + extension),
        ]);

    /// <summary>The quarters in a MOV with a rotation of the given degrees clockwise.</summary>
    public static Task<string> TurnedQuartersAsync(int degrees) => KeepAsync(
        string.Create(CultureInfo.InvariantCulture, $"turned{degrees}.mov"),
        async path => await File.WriteAllBytesAsync(
            path, Turn(await File.ReadAllBytesAsync(await QuartersAsync("mov")), degrees)));

    /// <summary>Makes a clip with any ffmpeg arguments.</summary>
    /// <param name="name">A file name that no other clip has.</param>
    /// <param name="arguments">ffmpeg's arguments, up to the output file.</param>
    public static Task<string> MakeAsync(string name, params string[] arguments) =>
        KeepAsync(name, path => FfmpegAsync([.. arguments, path]));

    /// <summary>A clip that ffmpeg writes to a pipe, where it cannot seek back to complete the header.</summary>
    /// <param name="name">A file name that no other clip has.</param>
    /// <param name="arguments">ffmpeg's arguments, up to the output.</param>
    public static Task<string> MakePipedAsync(string name, params string[] arguments) =>
        KeepAsync(name, path => FfmpegAsync([.. arguments, "pipe:1"], path));

    /// <summary>Writes a file with the given bytes.</summary>
    public static Task<string> WriteAsync(string name, byte[] bytes) =>
        KeepAsync(name, path => File.WriteAllBytesAsync(path, bytes));

    /// <summary>Has a MOV or MP4 ask to be turned clockwise.</summary>
    public static byte[] Turn(byte[] clip, int degrees) => degrees switch
    {
        90 => Turn(clip, 0, 1, -1, 0),
        180 => Turn(clip, -1, 0, 0, -1),
        270 => Turn(clip, 0, -1, 1, 0),
        _ => throw new ArgumentOutOfRangeException(nameof(degrees)),
    };

    /// <summary>Writes the matrix of the first track's header (ISO/IEC 14496-12, 8.3.2), whose place is fixed in version
    /// 0: the point (x, y) is shown at (ax + cy, bx + dy).</summary>
    public static byte[] Turn(byte[] clip, int a, int b, int c, int d)
    {
        const int one = 0x10000;
        int[] matrix = [a * one, b * one, 0, c * one, d * one, 0, 0, 0, 0x40000000];
        var at = clip.AsSpan().IndexOf("tkhd"u8) + 44;
        for (var i = 0; i < matrix.Length; i++)
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(clip.AsSpan(at + (4 * i)), matrix[i]);
        return clip;
    }

    private static Task<string> KeepAsync(string name, Func<string, Task> make) => Made.GetOrAdd(
        name,
        _ => new Lazy<Task<string>>(async () =>
        {
            var path = Path.Combine(Folder.Path, name);
            await make(path);
            return path;
        })).Value;

    private static async Task FfmpegAsync(string[] arguments, string? piped = null)
    {
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-nostdin", "-v", "error", "-y", .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var complaining = process.StandardError.ReadToEndAsync();
        await using (var output = piped is null ? Stream.Null : File.Create(piped))
            await process.StandardOutput.BaseStream.CopyToAsync(output);
        var complaints = await complaining;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"ffmpeg could not make a clip: {complaints}");
    }
}
