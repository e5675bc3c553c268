using System.Collections.Frozen;
using System.Text;
using StreamBet.Core.Clips;

namespace StreamBet.Core.Media;

/// <summary>Checks whether ffprobe and ffmpeg are installed and what their build supports, and runs ffprobe on
/// files.</summary>
internal sealed class MediaTools(MediaOptions options, TimeProvider time)
{
    // A report on a hundred streams takes some 30 kB, a list of codecs less than 100 kB.
    private const int MaxOutputBytes = 1 << 20;

    private volatile bool _allFound;
    private volatile FrozenSet<string>? _decodable;
    private volatile string? _encoders;

    /// <summary>The tools that are missing; checks again on every call until none is.</summary>
    public async Task<IReadOnlyList<MissingPart>> FindMissingAsync(CancellationToken ct)
    {
        if (_allFound)
            return [];
        var missing = new List<MissingPart>();
        foreach (var (tool, purpose) in new[] { (options.Ffprobe, "inspect"), (options.Ffmpeg, "decode") })
        {
            if (!await StartsAsync(tool, ct))
            {
                var why = $"Needed to {purpose} clips; it is not installed or does not start.";
                missing.Add(new MissingPart(Path.GetFileName(tool), why, Remedy));
            }
        }

        _allFound = missing.Count == 0;
        return missing;
    }

    /// <summary>Whether this build of ffmpeg can decode a codec, given the codec's short name.</summary>
    /// <exception cref="ToolMissingException">ffmpeg is not installed.</exception>
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

    /// <summary>Whether this build of ffmpeg includes an encoder; checks again on every call until it does.</summary>
    /// <exception cref="ToolMissingException">ffmpeg is not installed.</exception>
    public async Task<bool> CanEncodeAsync(string encoder, CancellationToken ct)
    {
        // Lines such as " V....D libx264   libx264 H.264 / AVC".
        var name = $" {encoder} ";
        if (_encoders is not { } known || !known.Contains(name, StringComparison.Ordinal))
        {
            (known, _) = await RunAsync(options.Ffmpeg, ["-v", "quiet", "-encoders"], ct);
            _encoders = known;
        }

        return known.Contains(name, StringComparison.Ordinal);
    }

    /// <summary>ffprobe's report on a file; null if it failed.</summary>
    /// <exception cref="ToolMissingException">ffprobe is not installed.</exception>
    public async Task<ProbeReport?> ReportAsync(string path, CancellationToken ct)
    {
        var command = new ChildCommand(options.Ffprobe, MediaArguments.Probe(path))
        {
            AddressSpace = options.ProbeMemory,
            OverallLimit = options.ProbeLimit,
            CpuLimit = options.ProbeLimit,
            Niceness = ChildCommand.Awaited,
            Reads = [path],
        };
        var (output, end) = await ChildProcess.CollectAsync(command, MaxOutputBytes, time, ct);
        return end.IsSuccess ? ProbeReport.Parse(output) : null;
    }

    /// <summary>When a track's pictures begin and end; null if the file could not be read to its end. Reads the whole file
    /// but decodes nothing.</summary>
    /// <exception cref="ToolMissingException">ffprobe is not installed.</exception>
    public async Task<PacketSpan?> SpanAsync(string path, int stream, CancellationToken ct)
    {
        var command = new ChildCommand(options.Ffprobe, MediaArguments.Packets(path, stream))
        {
            AddressSpace = options.ProbeMemory,
            OverallLimit = options.ProbeLimit,
            CpuLimit = options.ProbeLimit,
            Niceness = ChildCommand.Awaited,
            Reads = [path],
        };
        await using var child = await ChildProcess.StartAsync(command, time, ct);
        var span = new PacketSpan();
        var buffer = new byte[1 << 14];
        for (int count; (count = await child.ReadSomeAsync(buffer)) > 0;)
            span.Add(buffer.AsSpan(0, count));
        var end = await child.WaitAsync();
        ct.ThrowIfCancellationRequested();
        return end.IsSuccess ? span : null;
    }

    /// <summary>The command that installs ffmpeg.</summary>
    public static string Remedy =>
        OperatingSystem.IsMacOS() ? "brew install ffmpeg"
        : OperatingSystem.IsWindows() ? "winget install ffmpeg"
        : "sudo apt-get install ffmpeg";

    // Lines such as " DEV.LS h264   H.264 / AVC"; D in the first column means "can be decoded", V in the third
    // "video".
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
