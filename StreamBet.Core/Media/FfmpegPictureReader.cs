using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using StreamBet.Core.Clips.ReferencePictures;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Media;

/// <summary>Decodes and encodes single pictures with ffmpeg. They are untrusted: the kind is known from the first bytes, and ffmpeg
/// reads that kind alone, from standard input.</summary>
/// <param name="options">The limits.</param>
/// <param name="time">The clock for time limits.</param>
/// <param name="logger">Logs why a picture could not be decoded.</param>
internal sealed partial class FfmpegPictureReader(
    MediaOptions options, TimeProvider time, ILogger<FfmpegPictureReader> logger) : IPictureReader
{
    private const int MaxHeader = 200;
    private const int MaxRaw = IPictureReader.MaxSide * IPictureReader.MaxSide * 4;
    private static readonly byte[] EndOfHeader = "ENDHDR\n"u8.ToArray();
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];
    private static readonly byte[] Jpeg = [0xff, 0xd8, 0xff];

    /// <inheritdoc/>
    public async Task<DecodedPicture> ReadAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var kind = KindOf(file.Span) ?? throw new RefusedException(
            RefusalKind.Unsupported, "unsupported_type", "Only PNG, JPEG and WebP pictures are accepted. Save the picture as PNG and add it again.");
        var (output, end) = await RunAsync(MediaArguments.DecodePicture(kind), file, MaxRaw + MaxHeader, cancellationToken);
        if (end.IsSuccess && Parse(output) is { } picture)
            return picture;
        LogNotDecoded(file.Length, kind, end.ExitCode, end.StoppedFor, end.Complaints);

        // That says nothing about the picture.
        if (end.WasKilled || end.StoppedFor is StopReason.Stalled or StopReason.TookTooLong)
            throw new RefusedException(RefusalKind.Unavailable, "picture_not_decoded", "The server took too long to decode the picture. Try again.");
        throw new RefusedException(
            RefusalKind.Unprocessable, "picture_invalid",
            "The picture can't be decoded, or it has more than 4 megapixels. Cut out the part that matters, save it as PNG and add it again.");
    }

    /// <inheritdoc/>
    public async Task<byte[]> EncodeAsync(DecodedPicture picture, CancellationToken cancellationToken)
    {
        var (png, end) = await RunAsync(
            MediaArguments.EncodePicture(picture.Width, picture.Height), picture.Rgba, MaxRaw + (MaxRaw / 2), cancellationToken);
        return end.IsSuccess && png.Length > 0
            ? png
            : throw new IOException($"The picture could not be encoded: ffmpeg ended with {end.ExitCode}: {end.Complaints}");
    }

    /// <summary>The name of ffmpeg's demuxer for a file of this kind; null for another one.</summary>
    internal static string? KindOf(ReadOnlySpan<byte> file) =>
        file.StartsWith(Png) ? "png_pipe"
        : file.StartsWith(Jpeg) ? "jpeg_pipe"
        : file.Length > 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8) ? "webp_pipe"
        : null;

    private async Task<(byte[] Output, ChildEnd End)> RunAsync(
        IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, int limit, CancellationToken cancellationToken)
    {
        var command = new ChildCommand(options.Ffmpeg, arguments)
        {
            AddressSpace = options.DecodeMemory,
            StallLimit = options.StallLimit,
            OverallLimit = options.GrabLimit * MediaOptions.LoadedFactor,
            CpuLimit = options.GrabLimit,
            Niceness = ChildCommand.Awaited,
            TakesInput = true,
        };
        return await ChildProcess.CollectAsync(command, limit, time, cancellationToken, input);
    }

    // A portable arbitrary map: lines of a name and a value, then the pixels.
    private static DecodedPicture? Parse(byte[] map)
    {
        var end = map.AsSpan().IndexOf(EndOfHeader);
        if (end is < 0 or > MaxHeader)
            return null;
        var header = Encoding.ASCII.GetString(map, 0, end).Split('\n').Select(line => line.Split(' ', 2))
            .Where(line => line.Length == 2).ToDictionary(line => line[0], line => line[1]);
        var (width, height) = (Number(header, "WIDTH"), Number(header, "HEIGHT"));
        var pixels = map[(end + EndOfHeader.Length)..];
        return width > 0 && height > 0 && Number(header, "DEPTH") == 4 && pixels.Length == width * height * 4
            ? new DecodedPicture(width, height, pixels)
            : null;
    }

    private static int Number(Dictionary<string, string> header, string name) =>
        header.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    [LoggerMessage(133, LogLevel.Warning,
        "A picture of {Bytes} bytes ({Kind}) was not decoded: ffmpeg ended with {ExitCode} ({StoppedFor}): {Complaints}")]
    private partial void LogNotDecoded(int bytes, string kind, int exitCode, StopReason? stoppedFor, string complaints);
}
