using System.Collections.Frozen;
using System.Text;
using StreamBet.Core.Clips;

namespace StreamBet.Core.Media;

/// <summary>Knows whether ffprobe and ffmpeg are here and what this build of them can do, and asks ffprobe what a file
/// is.</summary>
internal sealed class MediaTools(MediaOptions options, TimeProvider time)
{
    // A report on a hundred streams has some 30 kB, the lists of what a build can do less than 100 kB.
    private const int MaxOutputBytes = 1 << 20;

    private volatile bool _allFound;
    private volatile FrozenSet<string>? _decodable;

    /// <summary>Says which tools are missing, and looks again until none is.</summary>
    public async Task<IReadOnlyList<MissingPart>> FindMissingAsync(CancellationToken ct)
    {
        if (_allFound)
            return [];
        var missing = new List<MissingPart>();
        foreach (var (tool, why) in (IEnumerable<(string, string)>)
            [(options.Ffprobe, "It reads what a clip is, and is not here or does not start."), (options.Ffmpeg, "It decodes clips, and is not here or does not start.")])
        {
            if (!await StartsAsync(tool, ct))
                missing.Add(new MissingPart(Path.GetFileName(tool), why, Remedy));
        }

        _allFound = missing.Count == 0;
        return missing;
    }

    /// <summary>Whether this build of ffmpeg has a decoder for a codec, by the codec's short name.</summary>
    /// <exception cref="ToolMissingException">There is no ffmpeg.</exception>
    public async Task<bool> CanDecodeAsync(string codec, CancellationToken ct)
    {
        if (_decodable is null)
        {
            var (text, end) = await RunAsync(options.Ffmpeg, ["-v", "quiet", "-codecs"], ct);
            if (!end.IsSuccess)
                throw new ToolMissingException(options.Ffmpeg);
            _decodable = ReadDecodable(text);
        }

        return _decodable.Contains(codec);
    }

    /// <summary>Whether this build of ffmpeg has an encoder of that name.</summary>
    /// <exception cref="ToolMissingException">There is no ffmpeg.</exception>
    public async Task<bool> CanEncodeAsync(string encoder, CancellationToken ct)
    {
        // Lines such as " V....D libx264   libx264 H.264 / AVC".
        var (text, _) = await RunAsync(options.Ffmpeg, ["-v", "quiet", "-encoders"], ct);
        return text.Contains($" {encoder} ", StringComparison.Ordinal);
    }

    /// <summary>What ffprobe says of a file; null when it can say nothing.</summary>
    /// <exception cref="ToolMissingException">There is no ffprobe.</exception>
    public async Task<ProbeReport?> ReportAsync(string path, CancellationToken ct)
    {
        var command = new ChildCommand(options.Ffprobe, MediaArguments.Probe(path))
        {
            AddressSpace = options.ProbeMemory,
            OverallLimit = options.ProbeLimit,
        };
        var (output, end) = await ChildProcess.CollectAsync(command, MaxOutputBytes, time, ct);
        return end.IsSuccess ? ProbeReport.Parse(output) : null;
    }

    /// <summary>How to get ffmpeg, as a command where there is one.</summary>
    public static string Remedy =>
        OperatingSystem.IsMacOS() ? "brew install ffmpeg"
        : OperatingSystem.IsWindows() ? "winget install ffmpeg"
        : "sudo apt-get install ffmpeg";

    // Lines such as " DEV.LS h264   H.264 / AVC"; the first letter says that it can be decoded, the third that it is
    // video.
    private static FrozenSet<string> ReadDecodable(string text) =>
        text.Split('\n')
            .Where(line => line.Length > 8 && line[1] == 'D' && line[3] == 'V')
            .Select(line => line[8..].Split(' ')[0])
            .ToFrozenSet(StringComparer.Ordinal);

    private async Task<bool> StartsAsync(string tool, CancellationToken ct)
    {
        try
        {
            var (_, end) = await RunAsync(tool, ["-v", "quiet", "-version"], ct);
            return end.IsSuccess;
        }
        catch (ToolMissingException)
        {
            return false;
        }
    }

    private async Task<(string Output, ChildEnd End)> RunAsync(
        string tool, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var command = new ChildCommand(tool, arguments) { OverallLimit = options.ProbeLimit };
        var (output, end) = await ChildProcess.CollectAsync(command, MaxOutputBytes, time, ct);
        return (Encoding.UTF8.GetString(output), end);
    }
}
