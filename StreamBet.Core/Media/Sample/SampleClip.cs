using Microsoft.Extensions.Logging;
using StreamBet.Core.Kernel;

namespace StreamBet.Core.Media.Sample;

/// <summary>A short clip for a first try, drawn by this server: a player waits, a ball bounces in and is played back.
/// The embedded analyzer is sure of the player throughout, and of the ball while it is in the picture.</summary>
public sealed partial class SampleClip
{
    internal const int PicturesPerSecond = 20;
    internal const double Seconds = 6.5;

    // About forty times what it takes on two idle cores.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private const int MaxFileBytes = 8 << 20;

    private readonly MediaOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SampleClip> _logger;
    private readonly MediaTools _tools;
    private readonly Lock _gate = new();
    private Task<ReadOnlyMemory<byte>>? _making;

    internal SampleClip(MediaOptions options, MediaTools tools, TimeProvider time, ILogger<SampleClip> logger) =>
        (_options, _tools, _time, _logger) = (options, tools, time, logger);

    /// <summary>The clip's bytes, an MP4. The first call makes the clip, which takes a few seconds; concurrent calls
    /// share it. If that fails, the next call tries again.</summary>
    /// <param name="cancellationToken">Cancels this caller's wait; the clip is still made for the others.</param>
    /// <exception cref="RefusedException">ffmpeg is missing or failed; the message says what to do.</exception>
    public Task<ReadOnlyMemory<byte>> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_making is null or { IsCompleted: true, IsCompletedSuccessfully: false })
                _making = Task.Run(MakeAsync, CancellationToken.None);
            return _making.WaitAsync(cancellationToken);
        }
    }

    private async Task<ReadOnlyMemory<byte>> MakeAsync()
    {
        DirectoryInfo? folder = null;
        try
        {
            // The index at the front of an MP4 is written last, which needs a seekable file.
            folder = Directory.CreateTempSubdirectory("streambet-sample-");
            var path = Path.Combine(folder.FullName, "sample.mp4");
            await File.WriteAllBytesAsync(path, []);
            var end = await EncodeAsync(path);
            if (end.IsSuccess)
                return await File.ReadAllBytesAsync(path);
            LogNotEncoded(end.ExitCode, end.Complaints);
            throw Failed();
        }
        catch (ToolMissingException)
        {
            throw MediaFaults.RefusedWithoutFfmpeg();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogNotMade(fault);
            throw Failed();
        }
        finally
        {
            Remove(folder);
        }
    }

    private async Task<ChildEnd> EncodeAsync(string path)
    {
        // Browsers play H.264; every build of ffmpeg includes MPEG-4.
        string[] encoder = await _tools.CanEncodeAsync("libx264", CancellationToken.None)
            ? ["libx264", "-preset", "veryfast", "-crf", "19"]
            : ["mpeg4", "-q:v", "4"];
        var arguments = MediaArguments.Encode(
            path, SampleRenderer.Width, SampleRenderer.Height, PicturesPerSecond, encoder);
        var command = new ChildCommand(_options.Ffmpeg, arguments)
        {
            AddressSpace = _options.DecodeMemory,
            OverallLimit = Limit,
            MaxFileBytes = MaxFileBytes,
            CpuLimit = Limit,
            TakesInput = true,
            Writes = [path],
        };
        await using var child = await ChildProcess.StartAsync(command, _time, CancellationToken.None);
        await DrawAsync(child.Input);
        return await child.WaitAsync();
    }

    /// <summary>Writes the pictures in order and closes the stream.</summary>
    private static async Task DrawAsync(Stream pictures)
    {
        await using (pictures)
        {
            var renderer = new SampleRenderer();
            var rgb = new byte[SampleRenderer.Width * SampleRenderer.Height * 3];
            for (var i = 0; i < Seconds * PicturesPerSecond; i++)
            {
                renderer.Render(i / (double)PicturesPerSecond, rgb);
                await pictures.WriteAsync(rgb);
            }
        }
    }

    private static void Remove(DirectoryInfo? folder)
    {
        try
        {
            folder?.Delete(recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The folder is small, and the system cleans its temporary folder.
        }
    }

    [LoggerMessage(120, LogLevel.Error, "The sample clip could not be made: ffmpeg ended with {ExitCode}: {Complaints}")]
    private partial void LogNotEncoded(int exitCode, string complaints);

    [LoggerMessage(121, LogLevel.Error, "The sample clip could not be made.")]
    private partial void LogNotMade(Exception exception);

    private static RefusedException Failed() => new(
        RefusalKind.Unavailable, "sample_failed",
        "The sample clip could not be made. Try again, or upload a clip of your own.");
}
