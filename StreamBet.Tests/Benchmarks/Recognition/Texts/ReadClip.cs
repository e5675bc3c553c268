using System.Diagnostics;
using StreamBet.Core.Findings;
using StreamBet.Core.Media;
using StreamBet.Core.Vision;
using StreamBet.Core.Vision.Text;
using StreamBet.Tests.Support;

namespace StreamBet.Tests.Benchmarks.Recognition.Texts;

/// <summary>A row that was read in a clip, before its certainty is known.</summary>
/// <param name="At">Seconds from the clip's start.</param>
/// <param name="Row">The row.</param>
internal sealed record ReadRow(double At, JoinedLine Row);

/// <summary>A clip with known texts and what was read in it.</summary>
/// <param name="Clip">The clip.</param>
/// <param name="Rows">What was read.</param>
/// <param name="Seconds">The time that it took with two workers.</param>
internal sealed record ReadClip(TextClip Clip, IReadOnlyList<ReadRow> Rows, double Seconds)
{
    /// <summary>Reads clips as the application does.</summary>
    public static async Task<IReadOnlyList<ReadClip>> ReadAsync(IReadOnlyList<TextClip> clips)
    {
        using var loader = new ModelLoader(new ModelFiles(Repository.Models));
        var models = await loader.LoadTextAsync();
        var read = new List<ReadClip>();
        foreach (var clip in clips)
        {
            read.Add(await ReadAsync(models, clip));
            Console.Error.Write($"\r{read.Count} of {clips.Count} clips read");
        }

        Console.Error.WriteLine();
        return read;
    }

    private static async Task<ReadClip> ReadAsync(TextModels models, TextClip clip)
    {
        var start = Stopwatch.GetTimestamp();
        var rows = new List<ReadRow>();
        var video = await Conversions.Probe.ProbeAsync(clip.Path, CancellationToken.None);
        using var pass = new Pass(models, video, rows);
        await pass.RunAsync(clip.Path);
        return new ReadClip(clip, [.. rows.OrderBy(row => row.At)], Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private sealed class Pass(TextModels models, VideoMetadata video, List<ReadRow> rows) : IDisposable
    {
        private readonly int _size = Math.Min(TextExamination.MaxSide, Math.Max(video.Width, video.Height));
        private readonly ISecondReader[] _seconds = [KnownAnalyses.Readers.TryStart()!, KnownAnalyses.Readers.TryStart()!];

        public Task RunAsync(string path)
        {
            var source = new FfmpegFrameSource(new MediaOptions(), TimeProvider.System);
            var readers = _seconds.Select(second => new LineReader(models, second));
            return SampleWork.TakeTurnsAsync(
                stop => source.ReadAsync(path, video, _size, SamplePlan.SamplesPerSecond, new DecodeReport(), stop),
                [.. readers.Select(reader => (Action<Frame>)(frame => Read(frame, reader)))],
                CancellationToken.None);
        }

        public void Dispose()
        {
            foreach (var second in _seconds)
                second.Dispose();
        }

        private void Read(Frame frame, LineReader reader)
        {
            var picture = new RgbPicture(frame.Rgb, _size, Letterbox.Fit(video.Width, video.Height, _size));
            var found = TextRows.Join(reader.Read(picture).Lines).Select(row => JoinedLine.Of(row, picture)).ToList();
            lock (rows)
            {
                rows.AddRange(found.Select(row => new ReadRow(SamplePlan.TimeOf(frame.Index).TotalSeconds, row)));
            }
        }
    }
}
