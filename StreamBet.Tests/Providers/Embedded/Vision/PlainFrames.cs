using System.Diagnostics;
using System.Runtime.CompilerServices;
using StreamBet.Core.Analysis;
using StreamBet.Core.Providers.Embedded.Media;

namespace StreamBet.Tests.Providers.Embedded.Vision;

/// <summary>Reads trusted clips with ffmpeg and nothing else, so that what the models find in them does not depend on the
/// rest of the analyzer.</summary>
internal sealed class PlainFrames : IFrameSource
{
    public async IAsyncEnumerable<Frame> ReadAsync(
        string path, VideoMetadata video, int size, int samplesPerSecond, [EnumeratorCancellation] CancellationToken ct)
    {
        using var decoder = Start(path, size, samplesPerSecond);
        var pictures = decoder.StandardOutput.BaseStream;
        for (var index = 0; ; index++)
        {
            var frame = Frame.Rent(index, size);
            var length = await pictures.ReadAtLeastAsync(frame.Writable, frame.Writable.Length, false, ct);
            if (length < frame.Writable.Length)
            {
                frame.Dispose();
                break;
            }

            yield return frame;
        }

        await decoder.WaitForExitAsync(ct);
    }

    private static Process Start(string path, int size, int samplesPerSecond)
    {
        var filters = $"fps={samplesPerSecond}:start_time=0:round=up,"
            + $"scale={size}:{size}:force_original_aspect_ratio=decrease:flags=bilinear,format=rgb24,"
            + $"pad={size}:{size}:(ow-iw)/2:(oh-ih)/2:color=black";
        string[] arguments =
        [
            "-v", "error", "-nostdin", "-threads", "2", "-i", path, "-map", "0:v:0", "-an", "-sn", "-dn",
            "-vf", filters, "-f", "rawvideo", "pipe:1",
        ];
        return Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardOutput = true })!;
    }
}
